namespace Dodas.Deployer.Targets;

/// <summary>The label that marks a namespace as the portal's; objects of other namespaces are not kept in memory unless someone asks for them.</summary>
public static class TargetLabels
{
    /// <summary>Label key.</summary>
    public const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>Label value.</summary>
    public const string Portal = "dodas-portal";
}
