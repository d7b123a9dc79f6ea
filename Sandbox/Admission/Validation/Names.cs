using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dodas.Sandbox.Api;

namespace Dodas.Sandbox.Admission.Validation;

/// <summary>The forms of names, in the words of the API server.</summary>
internal static partial class Names
{
    private const string LabelRule = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private const string SubdomainRule = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private const string Label1035Rule = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    private const string QualifiedRule = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private const string ValueRule = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private const string KeyRule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

    /// <summary>An RFC 1123 label: at most 63 characters, no dots.</summary>
    public static void Label(Problems problems, string field, string name) => Check(problems, field, name, Label1123(), LabelRule, 63);

    /// <summary>An RFC 1123 subdomain: at most 253 characters.</summary>
    public static void Subdomain(Problems problems, string field, string name) => Check(problems, field, name, Subdomain1123(), SubdomainRule, 253);

    /// <summary>An RFC 1035 label: begins with a letter.</summary>
    public static void Label1035(Problems problems, string field, string name) => Check(problems, field, name, LetterLabel(), Label1035Rule, 63);

    /// <summary>The key of a label or annotation.</summary>
    public static void QualifiedKey(Problems problems, string field, string key)
    {
        var parts = key.Split('/');
        var name = parts[^1];
        if (parts.Length > 2)
            problems.Add(FieldProblem.Invalid(field, key, "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"));
        else if (parts.Length == 2 && (parts[0].Length is 0 or > 253 || !Subdomain1123().IsMatch(parts[0])))
            problems.Add(FieldProblem.Invalid(field, key, parts[0].Length == 0 ? "prefix part must be non-empty" : "prefix part " + SubdomainRule));
        if (name.Length == 0)
            problems.Add(FieldProblem.Invalid(field, key, "name part must be non-empty"));
        else if (name.Length > 63)
            problems.Add(FieldProblem.Invalid(field, key, "name part must be no more than 63 bytes"));
        if (!Word().IsMatch(name))
            problems.Add(FieldProblem.Invalid(field, key, QualifiedRule));
    }

    /// <summary>The value of a label.</summary>
    public static void LabelValue(Problems problems, string field, string value)
    {
        if (value.Length > 63)
            problems.Add(FieldProblem.Invalid(field, value, "must be no more than 63 bytes"));
        if (value.Length > 0 && !Word().IsMatch(value))
            problems.Add(FieldProblem.Invalid(field, value, ValueRule));
    }

    /// <summary>The key of a ConfigMap or Secret.</summary>
    public static void ConfigKey(Problems problems, string field, string key)
    {
        if (key.Length is 0 or > 253 || !Key().IsMatch(key))
            problems.Add(FieldProblem.Invalid($"{field}[{key}]", key, KeyRule));
        else if (key is "." or "..")
            problems.Add(FieldProblem.Invalid($"{field}[{key}]", key, $"must not be '{key}'"));
    }

    /// <summary>A name that stands in a path, as those of roles.</summary>
    public static void PathSegment(Problems problems, string field, string name)
    {
        if (name is "." or "..")
            problems.Add(FieldProblem.Invalid(field, name, $"may not be '{name}'"));
        foreach (var letter in (ReadOnlySpan<char>)['/', '%'])
        {
            if (name.Contains(letter, StringComparison.Ordinal))
                problems.Add(FieldProblem.Invalid(field, name, $"may not contain '{letter}'"));
        }
    }

    private static void Check(Problems problems, string field, string name, Regex form, string rule, int length)
    {
        if (name.Length > length)
            problems.Add(FieldProblem.Invalid(field, JsonValue.Create(name), $"must be no more than {length} bytes"));
        if (!form.IsMatch(name))
            problems.Add(FieldProblem.Invalid(field, JsonValue.Create(name), rule));
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label1123();

    [GeneratedRegex("^[a-z]([-a-z0-9]*[a-z0-9])?\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LetterLabel();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Subdomain1123();

    [GeneratedRegex("^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex("^[-._a-zA-Z0-9]+\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();
}
