namespace Dodas.Catalog.Blocks;

/// <summary>What must hold between the parts of one contract: names once, and every name that is used is there.</summary>
internal static class ContractChecks
{
    public static void Run(BlockContract contract, DefinitionNode node)
    {
        Once(node.Items("secrets"), contract.Secrets, secret => secret.Name, "name");
        Once(node.Items("endpoints"), contract.Endpoints, endpoint => endpoint.Name, "name");
        Once(node.Items("resources"), contract.Resources, resource => resource.Name, "name");

        // A type may be offered or asked for twice only under different conditions.
        Once(node.Items("provides"), contract.Provides, provision => provision.Type + provision.When, "type");
        Once(node.Items("requires"), contract.Requires, requirement => requirement.Type, "type");

        var secrets = contract.Secrets.DistinctBy(secret => secret.Name).ToDictionary(secret => secret.Name, StringComparer.Ordinal);
        foreach (var (at, secret) in node.Items("secrets").Zip(contract.Secrets))
        {
            if (secret.Derive is not { } derive) continue;
            if (!secrets.TryGetValue(derive.From, out var source)) at.At("from").Fail($"There is no secret '{derive.From}' in this block.");
            else if (source.Derive is not null) at.At("from").Fail($"'{derive.From}' is derived itself; derive from a generated or entered secret.");
            foreach (var (name, text) in derive.With) Names(at.At("with").At(name), text, secrets.ContainsKey);
        }

        foreach (var (at, provision) in node.Items("provides").Zip(contract.Provides))
        {
            foreach (var (name, text) in provision.Outputs) Names(at.At("outputs").At(name), text, secrets.ContainsKey);
        }

        foreach (var (at, endpoint) in node.Items("endpoints").Zip(contract.Endpoints))
        {
            Names(at.At("service"), endpoint.Service, secrets.ContainsKey);
            if (endpoint.Secret is { } secret && !secrets.ContainsKey(secret)) at.At("secret").Fail($"There is no secret '{secret}' in this block.");
        }

        foreach (var clash in Written(contract).GroupBy(pointer => pointer).Where(group => group.Count() > 1))
            node.Fail($"'{clash.Key}' would be written from {clash.Count()} places of this contract; each pointer can have one.");
    }

    private static IEnumerable<string> Written(BlockContract contract) =>
        contract.Secrets.Select(secret => secret.ValuePath)
            .Concat(contract.Requires.SelectMany(requirement => requirement.Bind.Values.Append(requirement.Enable)))
            .OfType<string>();

    private static void Names(DefinitionNode at, string text, Func<string, bool> known)
    {
        if (Expression.Parse(text, out _) is not { } expression) return;
        foreach (var secret in expression.Parts.OfType<ExpressionPart.Secret>().Where(part => !known(part.Name)))
            at.Fail($"There is no secret '{secret.Name}' in this block.");
    }

    private static void Once<T>(IReadOnlyList<DefinitionNode> nodes, IReadOnlyList<T> items, Func<T, string> key, string field)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (node, item) in nodes.Zip(items))
        {
            if (key(item).Length > 0 && !seen.Add(key(item))) node.At(field).Fail("This is given twice.");
        }
    }
}
