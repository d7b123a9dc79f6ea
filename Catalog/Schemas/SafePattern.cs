using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Dodas.Catalog.Schemas;

/// <summary>A pattern of a schema with RE2's meaning, in linear time: what RE2 does not have (lookarounds, backreferences) is refused, as helm refuses the whole schema for it.</summary>
public static class SafePattern
{
    private const int MostCharacters = 2000;
    private const int MostRepeats = 1000;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, string> Posix = new(StringComparer.Ordinal)
    {
        ["[:alnum:]"] = "0-9A-Za-z",
        ["[:alpha:]"] = "A-Za-z",
        ["[:digit:]"] = "0-9",
        ["[:lower:]"] = "a-z",
        ["[:upper:]"] = "A-Z",
        ["[:space:]"] = @"\t\n\v\f\r ",
        ["[:xdigit:]"] = "0-9A-Fa-f",
        ["[:word:]"] = "0-9A-Za-z_",
        ["[:punct:]"] = @"!-/:-@\[-`{-~",
    };

    /// <summary>The pattern ready to match anywhere in a text, or null when RE2 would not take it.</summary>
    public static Regex? Compile(string pattern)
    {
        if (pattern.Length > MostCharacters || TooManyRepeats(pattern)) return null;
        try
        {
            return new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Time);
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    // RE2's classes are ASCII and its $ is the end of the text; the platform's are not.
    private static string Translate(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                text.Append(Escape(pattern[++i], inClass));
            }
            else if (inClass && c == '[')
            {
                var name = Posix.Keys.FirstOrDefault(name => pattern.AsSpan(i).StartsWith(name, StringComparison.Ordinal));
                text.Append(name is null ? @"\[" : Posix[name]);
                i += (name?.Length ?? 1) - 1;
            }
            else if (!inClass && pattern.AsSpan(i).StartsWith("(?P<", StringComparison.Ordinal))
            {
                text.Append("(?<");
                i += 3;
            }
            else
            {
                text.Append(c == '$' && !inClass ? @"\z" : c);
                if (c == '[') inClass = OpenClass(pattern, ref i, text);
                else if (c == ']') inClass = false;
            }
        }

        return text.ToString();
    }

    // A ']' right after the opening bracket is a member of the class.
    private static bool OpenClass(string pattern, ref int i, StringBuilder text)
    {
        if (i + 1 < pattern.Length && pattern[i + 1] == '^') text.Append(pattern[++i]);
        if (i + 1 < pattern.Length && pattern[i + 1] == ']')
        {
            text.Append(@"\]");
            i++;
        }

        return true;
    }

    private static string Escape(char c, bool inClass) => (c, inClass) switch
    {
        ('d', true) => "0-9",
        ('d', false) => "[0-9]",
        ('D', false) => "[^0-9]",
        ('w', true) => "0-9A-Za-z_",
        ('w', false) => "[0-9A-Za-z_]",
        ('W', false) => "[^0-9A-Za-z_]",
        ('s', true) => @"\t\n\f\r ",
        ('s', false) => @"[\t\n\f\r ]",
        ('S', false) => @"[^\t\n\f\r ]",
        ('/', _) => "/",
        ('-', _) => @"\-",
        _ => "\\" + c,
    };

    private static bool TooManyRepeats(string pattern)
    {
        for (var open = pattern.IndexOf('{', StringComparison.Ordinal); open >= 0; open = pattern.IndexOf('{', open + 1))
        {
            var close = pattern.IndexOf('}', open);
            if (close < 0) return false;
            foreach (var part in pattern[(open + 1)..close].Split(','))
            {
                if (part.Length > 0 && part.All(char.IsAsciiDigit) && (part.Length > 4 || int.Parse(part, CultureInfo.InvariantCulture) > MostRepeats)) return true;
            }
        }

        return false;
    }
}
