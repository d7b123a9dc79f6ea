using System.Globalization;

namespace Dodas.Sandbox.Controllers.Workloads;

/// <summary>A cron schedule of five fields with names, ranges, lists and steps, or a macro such as <c>@hourly</c> (robfig/cron, standard parser).</summary>
internal sealed class CronSchedule
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly HashSet<int> _minutes;
    private readonly HashSet<int> _hours;
    private readonly HashSet<int> _days;
    private readonly HashSet<int> _months;
    private readonly HashSet<int> _weekdays;
    private readonly bool _anyDay;
    private readonly bool _anyWeekday;
    private readonly TimeZoneInfo _zone;

    private CronSchedule(string[] fields, TimeZoneInfo zone)
    {
        _zone = zone;
        _minutes = Parse(fields[0], 0, 59, []);
        _hours = Parse(fields[1], 0, 23, []);
        _days = Parse(fields[2], 1, 31, []);
        _months = Parse(fields[3], 1, 12, Months);
        _weekdays = [.. Parse(fields[4], 0, 7, Days).Select(day => day % 7)];
        _anyDay = fields[2][0] is '*' or '?';
        _anyWeekday = fields[4][0] is '*' or '?';
    }

    /// <summary>Parses a schedule; null with the reason when it is none.</summary>
    public static CronSchedule? TryParse(string text, string? timeZone, out string? problem)
    {
        problem = null;
        var expanded = text.Trim() switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" or "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            var other => other,
        };
        var fields = expanded.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        try
        {
            if (fields.Length != 5)
                throw new FormatException($"expected exactly 5 fields, found {fields.Length}: [{text}]");
            return new CronSchedule(fields, timeZone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(timeZone));
        }
        catch (Exception failure) when (failure is FormatException or TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            problem = failure.Message;
            return null;
        }
    }

    /// <summary>The first time after <paramref name="after"/>, or null when there is none within five years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var local = TimeZoneInfo.ConvertTime(after, _zone).DateTime;
        var minute = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified).AddMinutes(1);
        var end = minute.AddYears(5);
        while (minute < end)
        {
            if (!_months.Contains(minute.Month))
                minute = new DateTime(minute.Year, minute.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1);
            else if (!IsDay(minute))
                minute = minute.Date.AddDays(1);
            else if (!_hours.Contains(minute.Hour))
                minute = minute.Date.AddHours(minute.Hour + 1);
            else if (!_minutes.Contains(minute.Minute) || _zone.IsInvalidTime(minute))
                minute = minute.AddMinutes(1);
            else if (new DateTimeOffset(minute, _zone.GetUtcOffset(minute)) is var found && found > after)
                return found.ToUniversalTime();
            else
                minute = minute.AddMinutes(1);
        }

        return null;
    }

    // When both days are restricted either one will do, as cron has always had it.
    private bool IsDay(DateTime time)
    {
        var day = _days.Contains(time.Day);
        var weekday = _weekdays.Contains((int)time.DayOfWeek);
        return _anyDay || _anyWeekday ? day && weekday : day || weekday;
    }

    private static HashSet<int> Parse(string field, int least, int most, string[] names)
    {
        var values = new HashSet<int>();
        foreach (var part in field.Split(','))
        {
            var (range, step) = part.Split('/') switch
            {
                [var whole] => (whole, 1),
                [var whole, var every] when int.TryParse(every, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 => (whole, size),
                _ => throw new FormatException($"failed to parse {part}"),
            };
            var (from, to) = range switch
            {
                "*" or "?" => (least, most),
                _ when range.Split('-') is [var low, var high] => (Number(low, least, names), Number(high, least, names)),
                _ => (Number(range, least, names), part.Contains('/', StringComparison.Ordinal) ? most : Number(range, least, names)),
            };
            if (from < least || to > most || from > to)
                throw new FormatException($"value out of range ({least} - {most}): {part}");
            for (var value = from; value <= to; value += step)
                values.Add(value);
        }

        return values;
    }

    private static int Number(string text, int least, string[] names)
    {
        var index = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
            return index + least;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"failed to parse int from {text}");
    }
}
