using Dodas.Catalog.Documents;

namespace Dodas.Catalog.Blocks;

/// <summary>block.yaml → contract. Every error is reported with its line and field; a key that is not known is an error, because a mistyped one would silently do nothing.</summary>
public static class ContractReader
{
    private static readonly string[] Kinds = [.. Enum.GetNames<BlockKind>().Select(name => name.ToLowerInvariant())];

    /// <summary>Reads the text of a block.yaml.</summary>
    public static Reading<BlockContract> Read(string yaml)
    {
        YamlDocument document;
        try
        {
            document = YamlReader.ReadWithLines(yaml);
        }
        catch (DocumentException problem)
        {
            return new Reading<BlockContract>.Refused([new ReadingError(Math.Max(problem.Line, 1), "", problem.Problem)]);
        }

        var errors = new List<ReadingError>();
        var contract = Contract(new DefinitionNode(document, "", "", errors));
        return errors.Count > 0
            ? new Reading<BlockContract>.Refused([.. errors.Distinct().OrderBy(error => error.Line)])
            : new Reading<BlockContract>.Done(contract!);
    }

    private static BlockContract? Contract(DefinitionNode node)
    {
        if (!node.IsMapping("id", "title", "kind", "maxPerComposition", "secrets", "provides", "requires", "resources", "endpoints", "important")) return null;
        var contract = new BlockContract
        {
            Id = node.Required("id", ContractText.Name),
            Title = node.Required("title", ContractText.Any),
            Kind = Kind(node),
            MaxPerComposition = node.Number("maxPerComposition", 1, 100),
            Secrets = [.. node.Items("secrets").Select(Secret)],
            Provides = [.. node.Items("provides").Select(Provision)],
            Requires = [.. node.Items("requires").Select(Requirement)],
            Resources = [.. node.Items("resources").Select(Resource)],
            Endpoints = [.. node.Items("endpoints").Select(Endpoint)],
            Important = [.. node.Items("important").Select(Important)],
        };
        ContractChecks.Run(contract, node);
        return contract;
    }

    private static BlockKind Kind(DefinitionNode node)
    {
        var text = node.Required("kind", text => Kinds.Contains(text) ? null : $"Choose one of {string.Join(", ", Kinds)}.");
        return Enum.TryParse<BlockKind>(text, ignoreCase: true, out var kind) ? kind : default;
    }

    private static SecretContract Secret(DefinitionNode node)
    {
        if (!node.IsMapping("name", "key", "generate", "derive", "from", "with", "enter", "valuePath")) return new SecretContract { Name = "", Key = "" };
        var generate = node.At("generate");
        var bytes = node.Has("generate") && generate.IsMapping("bytes") ? generate.Number("bytes", 16, 1024) : null;
        if (node.Has("generate") && !generate.Has("bytes")) generate.Fail("Say how many random bytes: {bytes: 32}.");
        var rule = node.Optional("derive", ContractText.Name);
        var from = rule is null ? null : node.Required("from", ContractText.Name);
        var with = node.Texts("with", ContractText.Expression);
        if (rule is null && (node.Has("from") || node.Has("with"))) node.Fail("'from' and 'with' belong to 'derive'.");
        var enter = node.Flag("enter");
        if ((node.Has("generate") ? 1 : 0) + (rule is null ? 0 : 1) + (enter ? 1 : 0) != 1) node.Fail("A secret has exactly one source: 'generate', 'derive' or 'enter: true'.");
        return new SecretContract
        {
            Name = node.Required("name", ContractText.Name),
            Key = node.Required("key", ContractText.Key),
            GenerateBytes = bytes,
            Derive = rule is null ? null : new Derivation(rule, from!, with),
            Enter = enter,
            ValuePath = node.Optional("valuePath", ContractText.Pointer),
        };
    }

    private static Provision Provision(DefinitionNode node) => node.IsMapping("type", "outputs", "when")
        ? new Provision(node.Required("type", ContractText.Interface), node.Texts("outputs", ContractText.Expression), When(node))
        : new Provision("", new Dictionary<string, string>(), null);

    private static Requirement Requirement(DefinitionNode node)
    {
        if (!node.IsMapping("type", "min", "max", "when", "enable", "bind")) return new Requirement { Type = "" };
        var least = node.Number("min", 0, 100) ?? 0;
        var most = node.Number("max", 1, 100) ?? Math.Max(1, least);
        if (most < least) node.At("max").Fail($"'max' must be at least 'min', which is {least}.");
        return new Requirement
        {
            Type = node.Required("type", ContractText.Interface),
            Min = least,
            Max = most,
            When = When(node),
            Enable = node.Optional("enable", ContractText.Pointer),
            Bind = node.Texts("bind", ContractText.Pointer),
        };
    }

    private static Condition? When(DefinitionNode node)
    {
        if (!node.Has("when")) return null;
        var when = node.At("when");
        if (!when.IsMapping("path", "equals")) return null;
        return new Condition(when.Required("path", ContractText.Pointer), when.Required("equals"));
    }

    private static ResourceContract Resource(DefinitionNode node) => node.IsMapping("name", "count", "cpu", "memory", "gpu", "storage")
        ? new ResourceContract(
            node.Required("name", ContractText.Any),
            node.Optional("count", ContractText.Amount),
            node.Optional("cpu", ContractText.Amount),
            node.Optional("memory", ContractText.Amount),
            node.Optional("gpu", ContractText.Amount),
            node.Optional("storage", ContractText.Amount))
        : new ResourceContract("", null, null, null, null, null);

    private static EndpointContract Endpoint(DefinitionNode node)
    {
        if (!node.IsMapping("name", "title", "service", "port", "path", "protocol", "secret")) return new EndpointContract { Name = "", Title = "", Service = "", Port = 0 };
        if (!node.Has("port")) node.At("port").Fail("'port' is missing.");
        var name = node.Required("name", ContractText.Name);
        return new EndpointContract
        {
            Name = name,
            Title = node.Optional("title", ContractText.Any) ?? name,
            Service = node.Required("service", ContractText.Expression),
            Port = node.Number("port", 1, 65535) ?? 0,
            Path = node.Optional("path", ContractText.Path) ?? "/",
            Protocol = node.Optional("protocol", ContractText.Protocol) ?? "http",
            Secret = node.Optional("secret", ContractText.Name),
        };
    }

    private static string Important(DefinitionNode node)
    {
        var text = node.Scalar ?? "";
        if (ContractText.Pointer(text) is { } problem) node.Fail(problem);
        return text;
    }
}
