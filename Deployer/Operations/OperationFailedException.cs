namespace Dodas.Deployer.Operations;

/// <summary>A step cannot reach its aim, and trying again would not help. The message is for people and becomes the step's cause.</summary>
internal sealed class OperationFailedException(string message) : Exception(message);
