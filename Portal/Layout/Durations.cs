using System.Globalization;

namespace Dodas.Portal.Layout;

/// <summary>Times and lengths of time in words.</summary>
public static class Durations
{
    /// <summary>The exact time, for hovering.</summary>
    public static string Exact(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>How long ago, in the largest unit that fits.</summary>
    public static string Ago(TimeSpan since) => since switch
    {
        { TotalSeconds: < 10 } => "just now",
        { TotalMinutes: < 1 } => "less than a minute ago",
        { TotalHours: < 1 } => $"{Some((int)since.TotalMinutes, "minute")} ago",
        { TotalDays: < 1 } => $"{Some((int)since.TotalHours, "hour")} ago",
        { TotalDays: < 60 } => $"{Some((int)since.TotalDays, "day")} ago",
        _ => $"{Some((int)(since.TotalDays / 30), "month")} ago",
    };

    /// <summary>A length of time, to the second below an hour.</summary>
    public static string Length(TimeSpan length) => length switch
    {
        { Ticks: < 0 } => "0 s",
        { TotalMinutes: < 1 } => $"{length.Seconds} s",
        { TotalHours: < 1 } => $"{length.Minutes} min {length.Seconds:00} s",
        _ => $"{(int)length.TotalHours} h {length.Minutes:00} min",
    };

    private static string Some(int count, string unit) => count == 1 ? $"1 {unit}" : $"{count} {unit}s";
}
