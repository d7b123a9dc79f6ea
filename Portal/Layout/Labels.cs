namespace Dodas.Portal.Layout;

/// <summary>DNS labels (RFC 1123), as Kubernetes wants them for names.</summary>
public static class Labels
{
    /// <summary>Whether a text is a label of at most <paramref name="most"/> characters.</summary>
    public static bool IsLabel(string? text, int most)
        => text is { Length: > 0 } && text.Length <= most
            && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
            && text[0] != '-' && text[^1] != '-';

    /// <summary>The nearest label that begins with a letter: other characters become dashes.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">How many characters at most.</param>
    /// <param name="otherwise">What to use when nothing is left.</param>
    public static string Nearest(string text, int most, string otherwise)
    {
        var letters = text.ToLowerInvariant().Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) ? letter : '-').ToArray();
        var label = string.Join('-', new string(letters).Split('-', StringSplitOptions.RemoveEmptyEntries)).TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-');
        label = (label.Length > most ? label[..most] : label).Trim('-');
        return label.Length == 0 ? otherwise : label;
    }
}
