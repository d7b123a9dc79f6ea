using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Api.Tables;

/// <summary>Durations as kubectl shows them: <c>5s</c>, <c>3m12s</c>, <c>2d4h</c>.</summary>
internal static class HumanDuration
{
    /// <summary>How long ago a time stamp was; <c>&lt;unknown&gt;</c> when there is none.</summary>
    public static string Since(string? stamp, DateTimeOffset now) =>
        DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, out var time) ? Of(now - time) : "<unknown>";

    /// <summary>The age of an object.</summary>
    public static string Age(JsonObject document, DateTimeOffset now) => Since(document.Text("metadata", "creationTimestamp"), now);

    /// <summary>A duration.</summary>
    public static string Of(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        if (seconds < -1)
            return "<invalid>";
        if (seconds < 0)
            return "0s";
        if (seconds < 120)
            return $"{seconds}s";
        var minutes = seconds / 60;
        if (minutes < 10)
            return seconds % 60 == 0 ? $"{minutes}m" : $"{minutes}m{seconds % 60}s";
        if (minutes < 180)
            return $"{minutes}m";
        var hours = minutes / 60;
        if (hours < 8)
            return minutes % 60 == 0 ? $"{hours}h" : $"{hours}h{minutes % 60}m";
        if (hours < 48)
            return $"{hours}h";
        if (hours < 192)
            return hours % 24 == 0 ? $"{hours / 24}d" : $"{hours / 24}d{hours % 24}h";
        var days = hours / 24;
        if (days < 365 * 2)
            return $"{days}d";
        return days < 365 * 8 ? (days % 365 == 0 ? $"{days / 365}y" : $"{days / 365}y{days % 365}d") : $"{days / 365}y";
    }
}
