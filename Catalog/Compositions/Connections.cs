using Dodas.Catalog.Blocks;

namespace Dodas.Catalog.Compositions;

/// <summary>One block uses another.</summary>
/// <param name="User">The block that uses.</param>
/// <param name="Requirement">What it uses.</param>
/// <param name="Provider">The block that provides.</param>
/// <param name="Provision">What it provides.</param>
/// <param name="Index">Place of the binding in the document; null when the portal made it.</param>
internal sealed record Connection(Placement User, Requirement Requirement, Placement Provider, Provision Provision, int? Index)
{
    public Binding Binding => new(User.Name, Requirement.Type, Provider.Name);
}

/// <summary>A requirement with more providers than it can use, none of them named.</summary>
internal sealed record Choice(Placement User, Requirement Requirement, IReadOnlyList<Placement> Candidates);

/// <summary>All connections of a composition: those its document names, and those that had one choice.</summary>
internal sealed record Connections(IReadOnlyList<Connection> All, IReadOnlyList<Choice> Open)
{
    public IEnumerable<Connection> Of(Placement user, Requirement requirement) =>
        All.Where(connection => connection.User.Index == user.Index && connection.Requirement.Type == requirement.Type);

    public static Connections Find(IReadOnlyList<Placement> placements, IReadOnlyList<Binding> bindings)
    {
        var all = new List<Connection>();
        var open = new List<Choice>();
        foreach (var user in placements)
        {
            foreach (var requirement in user.Requires)
            {
                var named = bindings.Select((binding, index) => (Binding: binding, Index: index)).Where(entry => entry.Binding.From == user.Name && entry.Binding.Requirement == requirement.Type).ToList();
                var candidates = placements.Where(other => other.Index != user.Index && Offer(other, requirement.Type) is not null).ToList();
                if (named.Count > 0)
                {
                    all.AddRange(named.DistinctBy(entry => entry.Binding.To)
                        .SelectMany(entry => candidates.Where(candidate => candidate.Name == entry.Binding.To).Take(1).Select(candidate => Connect(user, requirement, candidate, entry.Index)))
                        .Take(requirement.Max));
                }
                else if (candidates.Count > requirement.Max)
                {
                    open.Add(new Choice(user, requirement, candidates));
                }
                else
                {
                    all.AddRange(candidates.Select(candidate => Connect(user, requirement, candidate, null)));
                }
            }
        }

        return new Connections(all, open);
    }

    private static Provision? Offer(Placement provider, string type) => provider.Provides.FirstOrDefault(provision => provision.Type == type);

    private static Connection Connect(Placement user, Requirement requirement, Placement provider, int? index) =>
        new(user, requirement, provider, Offer(provider, requirement.Type)!, index);
}
