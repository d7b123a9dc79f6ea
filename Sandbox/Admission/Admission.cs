using System.Text.Json.Nodes;
using Dodas.Sandbox.Access;
using Dodas.Sandbox.Resources;

namespace Dodas.Sandbox.Admission;

/// <summary>One write on its way into the store.</summary>
/// <param name="Kind">What is written.</param>
/// <param name="Namespace">Where, or null at the cluster scope.</param>
/// <param name="Document">The new object in its served version; admission may change it.</param>
/// <param name="Before">The object before, or null when it is created.</param>
/// <param name="Subresource">What is written through, or null.</param>
/// <param name="User">Who writes.</param>
/// <param name="Warn">Tells the client something it should know.</param>
internal sealed record Write(ResourceKind Kind, string? Namespace, JsonObject Document, JsonObject? Before, string? Subresource, UserInfo User, Action<string> Warn)
{
    /// <summary>It is created.</summary>
    public bool IsCreate => Before is null;
}

/// <summary>Looks at writes before they are stored: changes them, or refuses them with a StatusException.</summary>
internal interface IAdmission
{
    /// <summary>Looks at one write.</summary>
    void Admit(Write write);
}
