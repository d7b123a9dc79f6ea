namespace Dodas.Catalog.Compositions.Rules;

/// <summary>
/// No two blocks name the same Kubernetes Secret. A Secret is called &lt;release&gt;-&lt;name&gt;, so 'pool' with 'submit-token' and 'pool-submit' with 'token'
/// would share one, and with it a key that only one of them may hold.
/// </summary>
internal sealed class SecretNameRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context)
    {
        var owners = new Dictionary<string, Placement>();
        foreach (var placement in context.Known)
        {
            foreach (var secret in placement.Contract?.Secrets ?? [])
            {
                var name = $"{placement.Name}-{secret.Name}";
                if (owners.TryAdd(name, placement) || owners[name].Name == placement.Name)
                    continue;
                yield return new Finding(
                    Severity.Error, placement.Path + "/name", $"'{placement.Name}' and '{owners[name].Name}' would both have a secret called '{name}'. Give one of them another name.");
                break;
            }
        }
    }
}
