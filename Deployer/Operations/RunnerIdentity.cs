using System.Security.Cryptography;

namespace Dodas.Deployer.Operations;

/// <summary>Who claims operations: this host, and this one start of the program.</summary>
internal sealed class RunnerIdentity
{
    /// <summary>Different at every start.</summary>
    public string Name { get; } = $"{Environment.MachineName}/{Environment.ProcessId}/{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
}
