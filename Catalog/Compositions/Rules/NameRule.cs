using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Compositions.Rules;

/// <summary>Names are short enough that everything Kubernetes makes from them stays within its limits: cluster 24, block 12 characters (a release then has at most 37 of helm's 53, a workload at most 52).</summary>
internal sealed partial class NameRule : IRule
{
    private const int ClusterLength = 24;
    private const int BlockLength = 12;

    public IEnumerable<Finding> Check(ValidationContext context)
    {
        if (context.ClusterName is { } cluster && !(cluster.Length <= ClusterLength && Label().IsMatch(cluster)))
            yield return new Finding(Severity.Error, "/name", Message(ClusterLength));
        foreach (var placement in context.Placements)
        {
            var path = placement.Path + "/name";
            if (placement.Name.Length == 0 || placement.Name.Length > BlockLength || !Label().IsMatch(placement.Name))
            {
                yield return new Finding(Severity.Error, path, Message(BlockLength), Rename(context, placement, Mend(placement.Name)));
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
            name = (wish.Length == 0 ? "block" : wish)[..Math.Min(wish.Length == 0 ? 5 : wish.Length, BlockLength - suffix.Length)] + suffix;
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
        return letters[..Math.Min(letters.Length, BlockLength)].TrimEnd('-');
    }

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Label();
}
