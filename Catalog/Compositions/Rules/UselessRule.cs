namespace Dodas.Catalog.Compositions.Rules;

/// <summary>What a block offers is used by another one here; otherwise it is pointed out, because it may be meant.</summary>
internal sealed class UselessRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context)
    {
        foreach (var placement in context.Known)
        {
            var types = placement.Provides.Select(provision => provision.Type).ToHashSet(StringComparer.Ordinal);
            if (types.Count == 0 || context.Connections.All.Any(connection => connection.Provider == placement) || context.Connections.Open.Any(choice => choice.Candidates.Contains(placement))) continue;
            if (context.Placements.Any(other => other != placement && other.Requires.Any(requirement => types.Contains(requirement.Type))))
            {
                yield return new Finding(Severity.Warning, placement.Path, $"Nothing here uses {context.Label(placement)}. Connect it, or continue if you will connect from outside.");
                continue;
            }

            var users = context.Users(types);
            var advice = users.Count == 0 ? "Continue" : $"Add {Words.Or(users.Select(block => block.Title))}, or continue";
            yield return new Finding(Severity.Warning, placement.Path, $"Nothing here can use {context.Label(placement)}. {advice} if you will connect from outside.", users.Count == 0 ? null : context.Add(users[0]));
        }
    }
}
