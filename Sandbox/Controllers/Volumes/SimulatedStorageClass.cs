namespace Dodas.Sandbox.Controllers.Volumes;

/// <summary>A storage class of the simulated cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsDefault">Whether claims that name no class get it.</param>
/// <param name="WaitsForFirstConsumer">Whether a claim is bound only once a pod that uses it is scheduled.</param>
public sealed record SimulatedStorageClass(string Name, bool IsDefault, bool WaitsForFirstConsumer);
