using System.Text.Json.Nodes;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions.Rules;

/// <summary>The cluster's and the blocks' names are allowed (<see cref="Names"/>), and no two blocks have the same.</summary>
internal sealed class NameRule : IRule
{
    public IEnumerable<Finding> Check(ValidationContext context)
    {
        if (context.ClusterName is { } cluster && !Names.IsCluster(cluster))
            yield return new Finding(Severity.Error, "/name", Message(Names.ClusterLength));
        foreach (var placement in context.Placements)
        {
            var path = placement.Path + "/name";
            if (!Names.IsBlock(placement.Name))
            {
                yield return new Finding(Severity.Error, path, Message(Names.BlockLength), Rename(context, placement, Mend(placement.Name)));
            }
            else if (context.Placements.Any(other => other.Index < placement.Index && other.Name == placement.Name))
            {
                yield return new Finding(Severity.Error, path, $"The name '{placement.Name}' is used twice; give each block its own.", Rename(context, placement, Mend(placement.Name)));
            }
        }
    }

    private static string Message(int length) => $"Use lower-case letters, digits and '-', starting with a letter, at most {length} characters.";

    // Bindings follow the new name, unless they may mean another block of the same name.
    private static Fix? Rename(ValidationContext context, Placement placement, string wish)
    {
        var name = wish;
        for (var i = 2; name.Length == 0 || context.Named(name) is not null; i++)
        {
            var suffix = i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            name = (wish.Length == 0 ? "block" : wish)[..Math.Min(wish.Length == 0 ? 5 : wish.Length, Names.BlockLength - suffix.Length)] + suffix;
        }

        var patch = new JsonArray(JsonPatch.Operation("add", placement.Path + "/name", name));
        if (context.Placements.Count(other => other.Name == placement.Name) == 1)
        {
            for (var i = 0; i < context.Composition.Bindings.Count; i++)
            {
                var binding = context.Composition.Bindings[i];
                var path = JsonPointer.Append("/bindings", i);
                if (binding.From == placement.Name) patch.Add(JsonPatch.Operation("replace", path + "/from", name));
                if (binding.To == placement.Name) patch.Add(JsonPatch.Operation("replace", path + "/to", name));
            }
        }

        return new Fix($"Rename to '{name}'", patch);
    }

    private static string Mend(string name)
    {
        var letters = new string([.. name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).TrimStart('-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return letters[..Math.Min(letters.Length, Names.BlockLength)].TrimEnd('-');
    }
}
