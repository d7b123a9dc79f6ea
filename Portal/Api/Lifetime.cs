using System.Globalization;
using System.Xml;

namespace Dodas.Portal.Api;

/// <summary>How long a cluster is meant to live, as text: <c>8h</c>, <c>30m</c>, <c>7d</c>, or an ISO 8601 duration such as <c>P7D</c>.</summary>
internal static class Lifetime
{
    /// <summary>Longest lifetime taken: a longer one is a slip of the pen.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    public static bool TryParse(string text, out TimeSpan lifetime)
    {
        lifetime = default;
        try
        {
            lifetime = text.StartsWith('P') ? XmlConvert.ToTimeSpan(text) : FromUnit(text);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return false;
        }

        return lifetime > TimeSpan.Zero && lifetime <= Longest;
    }

    private static TimeSpan FromUnit(string text)
    {
        if (text.Length < 2)
            throw new FormatException("A number and a unit are needed.");
        var number = int.Parse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => throw new FormatException("The unit is m, h or d."),
        };
    }
}
