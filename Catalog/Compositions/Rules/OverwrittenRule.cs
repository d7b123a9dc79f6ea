using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;
using Dodas.Catalog.Planning;

namespace Dodas.Catalog.Compositions.Rules;

/// <summary>A value that the portal writes itself was set by hand: it will not count.</summary>
internal sealed class OverwrittenRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context)
    {
        foreach (var placement in context.Known)
        {
            var written = Wiring.Written(placement, context.Connections, new ClusterPlace("cluster", "namespace"));
            foreach (var (pointer, value) in written)
            {
                if (!JsonPointer.TryGet(placement.Placed.Values, pointer, out var given) || JsonNode.DeepEquals(given, value) || Contradicts(context, placement, pointer, given)) continue;
                var path = placement.ValuePath(pointer);
                yield return new Finding(Severity.Warning, path, "The portal writes this value itself; yours will not count.", Fixes.Remove(path, JsonPointer.Parse(pointer)![^1]));
            }
        }
    }

    // Switched on by hand with nothing to use: that is an error of its own.
    private static bool Contradicts(ValidationContext context, Placement placement, string pointer, JsonNode? given) =>
        RequirementRule.SwitchedOn(context, placement).Any(requirement => requirement.Enable == pointer) && given is not null;
}
