namespace Dodas.Deployer.Targets;

/// <summary>A kind without its version: the same object is served under each version of its group.</summary>
/// <param name="Group">API group, empty for the core group.</param>
/// <param name="Kind">Kind.</param>
public readonly record struct KindName(string Group, string Kind)
{
    /// <summary>The kind of an object with this <c>apiVersion</c> and <c>kind</c>.</summary>
    public static KindName Of(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return new KindName(slash < 0 ? "" : apiVersion[..slash], kind);
    }

    /// <summary>The kind of a referenced object.</summary>
    public static KindName Of(ObjectReference reference) => Of(reference.ApiVersion, reference.Kind);

    /// <inheritdoc/>
    public override string ToString() => Group.Length == 0 ? Kind : $"{Kind}.{Group}";
}
