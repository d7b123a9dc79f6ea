namespace Dodas.Catalog.Compositions.Rules;

/// <summary>A provider gives every output that its user wants to have written: two contracts of the same interface agree.</summary>
internal sealed class OutputRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context) =>
        from connection in context.Connections.All
        from output in connection.Requirement.Bind.Keys
        where !connection.Provision.Outputs.ContainsKey(output)
        select new Finding(
            Severity.Error,
            connection.Index is { } index ? $"/bindings/{index}" : connection.User.Path,
            $"{context.Label(connection.Provider)} does not give '{output}', which {context.Label(connection.User)} wants from {connection.Requirement.Type}; one of the two contracts is wrong. Tell the administrator.");
}
