using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Storage;

/// <summary>A refusal that a client sees as a Kubernetes <c>Status</c> object.</summary>
/// <param name="code">HTTP status code.</param>
/// <param name="reason">The machine-readable reason, such as <c>NotFound</c>.</param>
/// <param name="message">The sentence a person reads, worded as a real API server words it.</param>
/// <param name="details">The <c>details</c> of the Status (name, group, kind, causes), or null for none.</param>
public sealed class StatusException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    /// <summary>HTTP status code.</summary>
    public int Code => code;

    /// <summary>The machine-readable reason.</summary>
    public string Reason => reason;

    /// <summary>The <c>details</c> of the Status, or null for none; treat it as immutable.</summary>
    public JsonObject? Details => details;
}
