using System.Buffers;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Api;

/// <summary>A label selector in its query form: <c>a=b,c!=d,e in (f,g),h,!i</c>.</summary>
internal sealed class LabelSelector
{
    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./");

    private readonly List<Func<JsonObject?, bool>> requirements = [];

    /// <summary>Parses a selector; an empty one takes everything.</summary>
    /// <exception cref="Storage.StatusException">400 with what is wrong.</exception>
    public static LabelSelector Parse(string? text)
    {
        var selector = new LabelSelector();
        if (string.IsNullOrWhiteSpace(text))
            return selector;
        foreach (var part in Split(text))
            selector.requirements.Add(Requirement(part.Trim(), text));
        return selector;
    }

    /// <summary>Says whether it takes everything.</summary>
    public bool IsEmpty => requirements.Count == 0;

    /// <summary>Says whether an object's labels meet it.</summary>
    public bool Matches(JsonNode? document)
    {
        if (requirements.Count == 0)
            return true;
        var labels = document.Map("metadata", "labels");
        return requirements.TrueForAll(requirement => requirement(labels));
    }

    private static Func<JsonObject?, bool> Requirement(string part, string whole)
    {
        if (part.Length == 0)
            throw Refusal.BadRequest($"unable to parse requirement: found '', expected: identifier in '{whole}'");
        if (part[0] == '!')
        {
            var absent = Key(part[1..], whole);
            return labels => labels?.ContainsKey(absent) != true;
        }

        if (part.IndexOf('(', StringComparison.Ordinal) is var open and >= 0)
        {
            var words = part[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is not [var name, "in" or "notin"] || !part.EndsWith(')'))
                throw Refusal.BadRequest($"unable to parse requirement: found '{part}', expected: in, notin, =, ==, !=, gt, lt");
            var key = Key(name, whole);
            var values = part[(open + 1)..^1].Split(',').Select(value => value.Trim()).ToHashSet(StringComparer.Ordinal);
            return words[1] == "in"
                ? labels => labels.Text(key) is { } value && values.Contains(value)
                : labels => labels.Text(key) is not { } value || !values.Contains(value);
        }

        var not = part.IndexOf("!=", StringComparison.Ordinal);
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (not >= 0)
        {
            var (key, value) = (Key(part[..not], whole), part[(not + 2)..].Trim());
            return labels => labels.Text(key) != value;
        }

        if (equals >= 0)
        {
            var (key, value) = (Key(part[..equals], whole), part[(equals + 1)..].TrimStart('=').Trim());
            return labels => labels.Text(key) == value;
        }

        var present = Key(part, whole);
        return labels => labels?.ContainsKey(present) == true;
    }

    private static string Key(string key, string whole)
    {
        key = key.Trim();
        if (key.Length == 0 || key.AsSpan().ContainsAnyExcept(KeyCharacters))
            throw Refusal.BadRequest($"unable to parse requirement: <nil>: Invalid value: \"{key}\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') in '{whole}'");
        return key;
    }

    private static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '(')
                depth++;
            else if (text[i] == ')')
                depth--;
            else if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        yield return text[start..];
    }
}
