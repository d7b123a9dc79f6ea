using System.Text.Json.Nodes;
using Dodas.Catalog.Compositions;
using Dodas.Catalog.Documents;
using Dodas.Catalog.Planning;

namespace Dodas.Catalog.Blocks;

/// <summary>A file of <c>charts/recipes/</c> → recipe, with every error named by line and field.</summary>
public static class RecipeReader
{
    private static readonly string[] Sizes = ["cpu", "memory", "gpu", "storage"];

    /// <summary>Reads the text of a recipe. Whether its composition fits the blocks there are is the validator's question.</summary>
    public static Reading<Recipe> Read(string yaml)
    {
        YamlDocument document;
        try
        {
            document = YamlReader.ReadWithLines(yaml);
        }
        catch (DocumentException problem)
        {
            return new Reading<Recipe>.Refused([new ReadingError(Math.Max(problem.Line, 1), "", problem.Problem)]);
        }

        var errors = new List<ReadingError>();
        var node = new DefinitionNode(document, "", "", errors);
        var recipe = node.IsMapping("id", "title", "summary", "description", "size", "time", "order", "composition") ? Recipe(node, document, errors) : null;
        return errors.Count > 0
            ? new Reading<Recipe>.Refused([.. errors.Distinct().OrderBy(error => error.Line)])
            : new Reading<Recipe>.Done(recipe!);
    }

    private static Recipe Recipe(DefinitionNode node, YamlDocument document, List<ReadingError> errors)
    {
        var size = node.Texts("size", text => KubernetesQuantity.TryParse(text, out _) ? null : "Write a quantity, such as '4' or '6Gi'.");
        if (node.Has("size")) node.At("size").IsMapping(Sizes);
        return new Recipe
        {
            Id = node.Required("id", ContractText.Name),
            Title = node.Required("title", ContractText.Any),
            Summary = node.Required("summary", ContractText.Any),
            Description = node.Text("description") ?? "",
            Size = size,
            Time = node.Text("time") ?? "",
            Order = node.Number("order", 0, 100_000) ?? 0,
            Composition = Composition(node, document, errors),
        };
    }

    private static Composition Composition(DefinitionNode node, YamlDocument document, List<ReadingError> errors)
    {
        const string place = "/composition";
        if (!node.Has("composition"))
        {
            node.At("composition").Fail("'composition' is missing.");
            return new Composition();
        }

        var reading = CompositionReader.Read(JsonPointer.Get(document.Root, place) as JsonNode);
        errors.AddRange(reading.Findings.Select(finding =>
            new ReadingError(document.LineOf(place + finding.Path), "composition" + finding.Path.Replace('/', '.'), finding.Message)));
        if (reading.Composition?.Blocks.Any(block => block.Secrets.Count > 0) == true)
            node.At("composition").Fail("A recipe is public: it must not hold secrets.");
        return reading.Composition ?? new Composition();
    }
}
