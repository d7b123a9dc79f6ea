using System.Globalization;
using System.Text.Json.Nodes;

namespace Dodas.Catalog.Documents;

/// <summary>JSON pointers (RFC 6901) over <see cref="JsonNode"/> trees. A pointer is kept as its text.</summary>
public static class JsonPointer
{
    /// <summary>The unescaped tokens, or null when the text is no pointer. The empty text is the root.</summary>
    public static IReadOnlyList<string>? Parse(string pointer)
    {
        if (pointer.Length == 0) return [];
        if (pointer[0] != '/') return null;
        var tokens = pointer[1..].Split('/');
        for (var i = 0; i < tokens.Length; i++)
        {
            if (!IsEscaped(tokens[i])) return null;
            tokens[i] = tokens[i].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        }

        return tokens;
    }

    /// <summary>Whether the text is a pointer.</summary>
    public static bool IsValid(string pointer) => Parse(pointer) is not null;

    /// <summary>A token as it stands in a pointer.</summary>
    public static string Escape(string token) => token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The pointer to a child.</summary>
    public static string Append(string pointer, string token) => $"{pointer}/{Escape(token)}";

    /// <summary>The pointer to an item of a list.</summary>
    public static string Append(string pointer, int index) => string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");

    /// <summary>The pointer to the parent; the root's is the root.</summary>
    public static string Parent(string pointer) => pointer.LastIndexOf('/') is >= 0 and var slash ? pointer[..slash] : "";

    /// <summary>Whether <paramref name="pointer"/> is <paramref name="ancestor"/> or lies below it.</summary>
    public static bool IsWithin(string pointer, string ancestor) =>
        pointer.StartsWith(ancestor, StringComparison.Ordinal) && (pointer.Length == ancestor.Length || pointer[ancestor.Length] == '/');

    /// <summary>Finds what the pointer names. A null there is found.</summary>
    public static bool TryGet(JsonNode? root, string pointer, out JsonNode? found)
    {
        found = null;
        if (Parse(pointer) is not { } tokens) return false;
        var at = root;
        foreach (var token in tokens)
        {
            if (at is JsonObject members && members.TryGetPropertyValue(token, out at)) continue;
            if (at is JsonArray items && Index(token) is { } index && index < items.Count) at = items[index];
            else return false;
        }

        found = at;
        return true;
    }

    /// <summary>What the pointer names, or null.</summary>
    public static JsonNode? Get(JsonNode? root, string pointer) => TryGet(root, pointer, out var found) ? found : null;

    /// <summary>Writes a copy of a value, making the objects on the way; what stands in the way and is no object is replaced by one.</summary>
    /// <exception cref="ArgumentException">No pointer, or the root.</exception>
    public static void Set(JsonObject root, string pointer, JsonNode? value)
    {
        var tokens = Parse(pointer) ?? throw new ArgumentException($"'{pointer}' is no JSON pointer.", nameof(pointer));
        if (tokens.Count == 0) throw new ArgumentException("The root cannot be replaced in place.", nameof(pointer));
        JsonNode at = root;
        for (var i = 0; i < tokens.Count - 1; i++) at = Step(at, tokens[i], tokens[i + 1]);
        if (at is JsonArray items) items[Index(tokens[^1])!.Value] = value?.DeepClone();
        else at.AsObject()[tokens[^1]] = value?.DeepClone();
    }

    /// <summary>Removes what the pointer names; false when it was not there.</summary>
    public static bool Remove(JsonNode root, string pointer)
    {
        if (Parse(pointer) is not { Count: > 0 } tokens || !TryGet(root, Parent(pointer), out var parent)) return false;
        switch (parent)
        {
            case JsonObject members:
                return members.Remove(tokens[^1]);
            case JsonArray items when Index(tokens[^1]) is { } index && index < items.Count:
                items.RemoveAt(index);
                return true;
            default:
                return false;
        }
    }

    /// <summary>A token as an index into a list, or null.</summary>
    internal static int? Index(string token) =>
        token.Length is > 0 and < 10 && token.All(char.IsAsciiDigit) && (token.Length == 1 || token[0] != '0')
            ? int.Parse(token, CultureInfo.InvariantCulture)
            : null;

    // One level down, to something that can hold the token after it: a list only where it has that item.
    private static JsonNode Step(JsonNode parent, string token, string next)
    {
        var known = parent is JsonArray list ? list[Index(token)!.Value] : parent.AsObject()[token];
        if (known is JsonObject || (known is JsonArray items && Index(next) is { } index && index < items.Count)) return known;
        var made = new JsonObject();
        if (parent is JsonArray holder) holder[Index(token)!.Value] = made;
        else parent.AsObject()[token] = made;
        return made;
    }

    private static bool IsEscaped(string token)
    {
        for (var i = token.IndexOf('~', StringComparison.Ordinal); i >= 0; i = token.IndexOf('~', i + 1))
        {
            if (i + 1 >= token.Length || token[i + 1] is not ('0' or '1')) return false;
        }

        return true;
    }
}
