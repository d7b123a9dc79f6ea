using Dodas.Catalog.Blocks;
using Dodas.Catalog.Charts;
using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Tests.Compositions;

/// <summary>The blocks of <c>golden/library</c>, one file for each version.</summary>
internal static class GoldenLibrary
{
    public static BlockLibrary Value { get; } = new([.. Directory.EnumerateFiles(TestFolder.Of("Compositions", "golden", "library"), "*.yaml").Order(StringComparer.Ordinal).Select(Read)]);

    public static Block Block(string id) => Value.Blocks.Last(block => block.Contract?.Id == id || block.Chart.Name == id);

    private static Block Read(string file)
    {
        var document = YamlReader.ReadObject(File.ReadAllText(file));
        var contract = document["contract"] is { } text ? Contract(YamlWriter.Write(text)) : null;
        return new Block
        {
            Chart = new ChartReference("local", contract?.Id ?? document["chart"]!.GetValue<string>(), document["version"]!.ToString(), new string('0', 64)),
            Contract = contract,
            Schema = document["schema"]?.DeepClone(),
            Defaults = document["values"]!.DeepClone().AsObject(),
        };
    }

    private static BlockContract Contract(string yaml) => ContractReader.Read(yaml) switch
    {
        Reading<BlockContract>.Done done => done.Value,
        Reading<BlockContract>.Refused refused => throw new InvalidOperationException(refused.Message + "\n" + yaml),
        _ => throw new InvalidOperationException(),
    };
}
