using System.Text.Json.Nodes;
using Dodas.Sandbox.Resources;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>The refusals of an API server in its own words.</summary>
internal static class Refusal
{
    /// <summary>404 for one object.</summary>
    public static StatusException NotFound(ResourceKind kind, string name) =>
        new(404, "NotFound", $"{kind.QualifiedPlural} \"{name}\" not found", Details(kind, name));

    /// <summary>404 for a path that is not served.</summary>
    public static StatusException NoSuchPath() => new(404, "NotFound", "the server could not find the requested resource", []);

    /// <summary>409 for an update from an old state.</summary>
    public static StatusException Stale(ResourceKind kind, string name) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedPlural} \"{name}\": the object has been modified; please apply your changes to the latest version and try again", Details(kind, name));

    /// <summary>409 for any other collision.</summary>
    public static StatusException Conflict(ResourceKind kind, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedPlural} \"{name}\": {why}", Details(kind, name));

    /// <summary>400.</summary>
    public static StatusException BadRequest(string message) => new(400, "BadRequest", message);

    /// <summary>403 for one object.</summary>
    public static StatusException Forbidden(ResourceKind kind, string? name, string why) =>
        new(403, "Forbidden", name is { Length: > 0 } ? $"{kind.QualifiedPlural} \"{name}\" is forbidden: {why}" : $"{kind.QualifiedPlural} is forbidden: {why}", Details(kind, name));

    /// <summary>405.</summary>
    public static StatusException MethodNotAllowed() => new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    /// <summary>422 with one cause a problem.</summary>
    public static StatusException Invalid(ResourceKind kind, string name, IReadOnlyList<FieldProblem> problems)
    {
        var all = problems.Select(problem => $"{problem.Field}: {problem.Message}").Distinct().ToList();
        var text = all.Count == 1 ? all[0] : $"[{string.Join(", ", all)}]";
        var details = new JsonObject { ["name"] = name };
        if (kind.Group.Length > 0)
            details["group"] = kind.Group;
        details["kind"] = kind.Kind;
        details["causes"] = new JsonArray([.. problems.Select(problem => new JsonObject { ["reason"] = problem.Reason, ["message"] = problem.Message, ["field"] = problem.Field })]);
        return new(422, "Invalid", $"{kind.QualifiedKind} \"{name}\" is invalid: {text}", details);
    }

    /// <summary>422 whose cause speaks of no field, as patches that cannot be applied give.</summary>
    public static StatusException Unprocessable(string message) => new(422, "Invalid", $"the server rejected our request due to an error in our request: {message}");

    /// <summary>The details that name an object.</summary>
    public static JsonObject Details(ResourceKind kind, string? name)
    {
        var details = new JsonObject();
        if (name is { Length: > 0 })
            details["name"] = name;
        if (kind.Group.Length > 0)
            details["group"] = kind.Group;
        details["kind"] = kind.Plural;
        return details;
    }
}

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">Its path, such as <c>spec.ports[0].port</c>.</param>
/// <param name="Reason">Machine-readable, such as <c>FieldValueInvalid</c>.</param>
/// <param name="Message">Such as <c>Invalid value: 0: must be between 1 and 65535, inclusive</c>.</param>
internal sealed record FieldProblem(string Field, string Reason, string Message)
{
    /// <summary>A value that is not allowed.</summary>
    public static FieldProblem Invalid(string field, JsonNode? value, string why) => new(field, "FieldValueInvalid", $"Invalid value: {Shown(value)}: {why}");

    /// <summary>A value that is missing.</summary>
    public static FieldProblem Required(string field, string why = "") => new(field, "FieldValueRequired", why.Length == 0 ? "Required value" : $"Required value: {why}");

    /// <summary>A value that is there twice.</summary>
    public static FieldProblem Duplicate(string field, JsonNode? value) => new(field, "FieldValueDuplicate", $"Duplicate value: {Shown(value)}");

    /// <summary>A field that may not be used or changed.</summary>
    public static FieldProblem Forbidden(string field, string why) => new(field, "FieldValueForbidden", $"Forbidden: {why}");

    /// <summary>A value outside of a list.</summary>
    public static FieldProblem NotSupported(string field, JsonNode? value, params IEnumerable<string> supported) =>
        new(field, "FieldValueNotSupported", $"Unsupported value: {Shown(value)}: supported values: {string.Join(", ", supported.Select(one => $"\"{one}\""))}");

    /// <summary>Something that does not exist.</summary>
    public static FieldProblem NotFound(string field, JsonNode? value) => new(field, "FieldValueNotFound", $"Not found: {Shown(value)}");

    /// <summary>Text that is too long.</summary>
    public static FieldProblem TooLong(string field, int limit) => new(field, "FieldValueTooLong", $"Too long: may not be more than {limit} bytes");

    private static string Shown(JsonNode? value) => value is null ? "null" : Json.JsonText.Write(value);
}
