using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dodas.Sandbox.Api;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Admission.Validation;

/// <summary>Checks a custom resource against the schema of its definition.</summary>
internal static class StructuralValidator
{
    /// <summary>Checks a whole object; metadata is checked elsewhere.</summary>
    public static void Check(Problems problems, JsonObject document, JsonObject schema)
    {
        foreach (var required in schema.List("required") ?? [])
        {
            if (required.Text() is { } name and not "metadata" && !document.ContainsKey(name))
                problems.Add(FieldProblem.Required(name));
        }

        foreach (var (name, property) in schema.Map("properties") ?? [])
        {
            if (name is not ("metadata" or "apiVersion" or "kind") && document.ContainsKey(name) && property is JsonObject inner)
                Value(problems, document[name], inner, name);
        }
    }

    private static void Value(Problems problems, JsonNode? value, JsonObject schema, string field)
    {
        if (value is null)
        {
            if (!schema.Flag("nullable"))
                problems.Add(FieldProblem.Invalid(field, "null", $"{field} in body must be of type {schema.Text("type")}: \"null\"") with { Reason = "FieldValueTypeInvalid" });
            return;
        }

        if (!schema.Flag("x-kubernetes-int-or-string") && schema.Text("type") is { } type && !Fits(value, type))
        {
            problems.Add(FieldProblem.Invalid(field, TypeName(value), $"{field} in body must be of type {type}: \"{TypeName(value)}\"") with { Reason = "FieldValueTypeInvalid" });
            return;
        }

        if (schema.List("enum") is { } options && !options.Any(option => JsonNode.DeepEquals(option, value)))
            problems.Add(FieldProblem.NotSupported(field, value, options.Select(option => option.IsText(out var text) ? text : JsonText.Write(option))));
        switch (value)
        {
            case JsonObject map:
                Map(problems, map, schema, field);
                break;
            case JsonArray list:
                List(problems, list, schema, field);
                break;
            default:
                Scalar(problems, value, schema, field);
                break;
        }

        Combined(problems, value, schema, field);
    }

    private static void Map(Problems problems, JsonObject map, JsonObject schema, string field)
    {
        foreach (var required in schema.List("required") ?? [])
        {
            if (required.Text() is { } name && !map.ContainsKey(name))
                problems.Add(FieldProblem.Required($"{field}.{name}"));
        }

        if (schema.Number("maxProperties") < map.Count)
            problems.Add(FieldProblem.Invalid(field, map.Count, $"must have at most {schema.Number("maxProperties")} items") with { Reason = "FieldValueTooMany" });
        if (schema.Number("minProperties") > map.Count)
            problems.Add(FieldProblem.Invalid(field, map.Count, $"{field} in body should have at least {schema.Number("minProperties")} properties"));
        foreach (var (name, item) in map)
        {
            if (schema.Map("properties", name) is { } property)
                Value(problems, item, property, $"{field}.{name}");
            else if (schema.Map("additionalProperties") is { } values)
                Value(problems, item, values, $"{field}.{name}");
        }
    }

    private static void List(Problems problems, JsonArray list, JsonObject schema, string field)
    {
        if (schema.Number("maxItems") < list.Count)
            problems.Add(new(field, "FieldValueTooMany", $"Too many: {list.Count}: must have at most {schema.Number("maxItems")} items"));
        if (schema.Number("minItems") > list.Count)
            problems.Add(FieldProblem.Invalid(field, list.Count, $"{field} in body should have at least {schema.Number("minItems")} items"));
        for (var i = 0; i < list.Count; i++)
        {
            if (schema.Map("items") is { } items)
                Value(problems, list[i], items, $"{field}[{i}]");
            if (schema.Text("x-kubernetes-list-type") == "set" && list.Take(i).Any(other => JsonNode.DeepEquals(other, list[i])))
                problems.Add(FieldProblem.Duplicate($"{field}[{i}]", list[i]));
        }
    }

    private static void Scalar(Problems problems, JsonNode value, JsonObject schema, string field)
    {
        if (value.IsText(out var text))
        {
            if (schema.Number("maxLength") < text.Length)
                problems.Add(FieldProblem.TooLong(field, (int)schema.Number("maxLength")!.Value));
            if (schema.Number("minLength") > text.Length)
                problems.Add(FieldProblem.Invalid(field, value, $"{field} in body should be at least {schema.Number("minLength")} chars long"));
            if (schema.Text("pattern") is { } pattern && !Matches(text, pattern))
                problems.Add(FieldProblem.Invalid(field, value, $"{field} in body should match '{pattern}'"));
        }
        else if (value.GetValueKind() == JsonValueKind.Number && Quantity.Parse(value) is { } number)
        {
            if (Quantity.Parse(schema["minimum"]) is { } minimum && (number < minimum || (number == minimum && schema.Flag("exclusiveMinimum"))))
                problems.Add(FieldProblem.Invalid(field, value, $"{field} in body should be greater than {(schema.Flag("exclusiveMinimum") ? "" : "or equal to ")}{Quantity.Shown(schema["minimum"])}"));
            if (Quantity.Parse(schema["maximum"]) is { } maximum && (number > maximum || (number == maximum && schema.Flag("exclusiveMaximum"))))
                problems.Add(FieldProblem.Invalid(field, value, $"{field} in body should be less than {(schema.Flag("exclusiveMaximum") ? "" : "or equal to ")}{Quantity.Shown(schema["maximum"])}"));
        }
    }

    private static void Combined(Problems problems, JsonNode value, JsonObject schema, string field)
    {
        bool Holds(JsonObject part)
        {
            var inner = new Problems();
            Value(inner, value, part, field);
            return inner.All.Count == 0;
        }

        foreach (var part in schema.Items("allOf"))
            Value(problems, value, part, field);
        if (schema.List("anyOf") is { Count: > 0 } && !schema.Flag("x-kubernetes-int-or-string") && !schema.Items("anyOf").Any(Holds))
            problems.Add(FieldProblem.Invalid(field, "", $"\"{field}\" must validate at least one schema (anyOf)"));
        if (schema.List("oneOf") is { Count: > 0 } && schema.Items("oneOf").Count(Holds) != 1)
            problems.Add(FieldProblem.Invalid(field, "", $"\"{field}\" must validate one and only one schema (oneOf)"));
        if (schema.Map("not") is { } not && Holds(not))
            problems.Add(FieldProblem.Invalid(field, "", $"\"{field}\" must not validate the schema (not)"));
    }

    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or RegexMatchTimeoutException)
        {
            // A pattern that is no RE2 was accepted with its definition; what it would say is unknown.
            return true;
        }
    }

    private static bool Fits(JsonNode value, string type) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value.GetValueKind() == JsonValueKind.String,
        "boolean" => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.AsNumber() is not null,
        "number" => value.GetValueKind() == JsonValueKind.Number,
        _ => true,
    };

    private static string TypeName(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.AsNumber() is null ? "number" : "integer",
        _ => "boolean",
    };
}
