using System.Globalization;
using Dodas.Sandbox.Access;
using Dodas.Sandbox.Patching;
using Dodas.Sandbox.Resources;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Api;

/// <summary>One request about a resource.</summary>
/// <param name="Http">The exchange.</param>
/// <param name="Path">What the path names.</param>
/// <param name="Kind">The resource it names.</param>
/// <param name="User">Who asks.</param>
internal sealed record Call(HttpContext Http, RequestPath Path, ResourceKind Kind, UserInfo User)
{
    /// <summary>Ends when the client goes away.</summary>
    public CancellationToken Cancelled => Http.RequestAborted;

    /// <summary>The write is only tried.</summary>
    public bool DryRun { get; } = ReadDryRun(Http);

    /// <summary>Which object the path names.</summary>
    public ObjectKey Key(string name) => new(Kind.Stored, Kind.Namespaced ? Path.Namespace : null, name);

    /// <summary>A query parameter, or null when it is missing or empty.</summary>
    public string? Query(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>A query parameter that is a switch.</summary>
    public bool Flag(string name) => Query(name) is "true" or "1";

    /// <summary>A query parameter that is a whole number, or null.</summary>
    /// <exception cref="StatusException">400.</exception>
    public long? Number(string name) => Query(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Refusal.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");

    /// <summary>Who writes, for the managed fields.</summary>
    public FieldManager Manager(string operation)
    {
        var name = Query("fieldManager");
        if (name is null)
        {
            if (operation == "Apply")
                throw new StatusException(422, "Invalid", "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
            var agent = Http.Request.Headers.UserAgent.ToString();
            var end = agent.IndexOfAny(['/', ' ']);
            name = end < 0 ? agent : agent[..end];
        }

        return new(name.Length == 0 ? "unknown" : name, operation, Kind.ApiVersion, Path.Subresource);
    }

    private static bool ReadDryRun(HttpContext http)
    {
        var values = http.Request.Query["dryRun"];
        if (values.Count == 0 || (values.Count == 1 && values[0] is ""))
            return false;
        return values.All(value => value == "All")
            ? true
            : throw new StatusException(422, "Invalid", $"CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: {Json.JsonText.Write(new System.Text.Json.Nodes.JsonArray([.. values.Select(value => (System.Text.Json.Nodes.JsonNode?)value)]))}: supported values: \"All\"");
    }
}
