using Dodas.Catalog.Planning;

namespace Dodas.Deployer.Operations.Secrets;

/// <summary>The rules by which one secret follows from another: the one place where code knows something of a block's inside.</summary>
internal sealed class DerivationRules(TimeProvider time)
{
    private readonly Dictionary<string, Func<PlannedDerivation, string, DateTimeOffset, string>> _rules = new()
    {
        ["htcondor-idtoken"] = static (derivation, source, now) =>
            HtcondorToken.Make(source, derivation.Key, With(derivation, "issuer"), With(derivation, "subject"), now, Guid.NewGuid().ToString("N")),
    };

    /// <summary>The derived secret.</summary>
    /// <exception cref="OperationFailedException">There is no such rule, or it lacks something.</exception>
    public string Derive(PlannedDerivation derivation, string source) =>
        _rules.TryGetValue(derivation.Rule, out var rule)
            ? rule(derivation, source, time.GetUtcNow())
            : throw new OperationFailedException($"There is no rule '{derivation.Rule}' to derive a secret by. The rules are: {string.Join(", ", _rules.Keys)}.");

    private static string With(PlannedDerivation derivation, string name) =>
        derivation.With.TryGetValue(name, out var value) ? value : throw new OperationFailedException($"The rule '{derivation.Rule}' needs '{name}' in the block's contract.");
}
