namespace Dodas.Sandbox.Access;

/// <summary>Who asks.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Groups">The user's groups.</param>
internal sealed record UserInfo(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>The owner of the sandbox: may do everything.</summary>
    public static readonly UserInfo Administrator = new("kubernetes-admin", ["kubeadm:cluster-admins", "system:masters", "system:authenticated"]);

    /// <summary>May do everything, whatever the roles say.</summary>
    public bool IsMaster => Groups.Contains("system:masters");
}
