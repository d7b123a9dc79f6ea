using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dodas.Catalog.Compositions;

/// <summary>How bad a finding is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>The cluster cannot be made like this.</summary>
    [JsonStringEnumMemberName("error")]
    Error,

    /// <summary>It can be made, but probably not what was meant.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Good to know.</summary>
    [JsonStringEnumMemberName("info")]
    Info,
}

/// <summary>One thing found while checking a composition.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Path">JSON pointer into the composition; <c>/name</c> for the cluster's own name.</param>
/// <param name="Message">What is wrong and what to do, for a person.</param>
/// <param name="Fix">How it can be mended in one step, or null.</param>
public sealed record Finding(Severity Severity, string Path, string Message, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Fix? Fix = null);

/// <summary>A change that mends a finding.</summary>
/// <param name="Title">What the button says, such as "Add HTCondor".</param>
/// <param name="Patch">JSON Patch (RFC 6902) on the composition.</param>
public sealed record Fix(string Title, JsonArray Patch);
