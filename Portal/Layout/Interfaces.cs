namespace Dodas.Portal.Layout;

/// <summary>Interface types in words.</summary>
public static class Interfaces
{
    /// <summary><c>htcondor-pool/v1</c> becomes "htcondor pool": the version matters to programs only.</summary>
    public static string Title(string type) => type.Split('/')[0].Replace('-', ' ');
}
