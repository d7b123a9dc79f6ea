namespace Dodas.Catalog.Blocks;

/// <summary>What a block is for; groups the palette.</summary>
public enum BlockKind
{
    /// <summary>People work in it: notebooks.</summary>
    Interactive,

    /// <summary>Batch and parallel work.</summary>
    Compute,

    /// <summary>Keeps data.</summary>
    Storage,

    /// <summary>Brings data nearer.</summary>
    Cache,

    /// <summary>Lets people in.</summary>
    Access,

    /// <summary>Stands for a service that already exists somewhere else; it starts no pods.</summary>
    External,
}

/// <summary>The contract of a block, read from <c>block.yaml</c> beside Chart.yaml: what the block provides, requires, needs as secrets, exposes and consumes.</summary>
public sealed record BlockContract
{
    /// <summary>The block's id, a DNS label; what a composition names.</summary>
    public required string Id { get; init; }

    /// <summary>What a person reads.</summary>
    public required string Title { get; init; }

    /// <summary>What it is for.</summary>
    public required BlockKind Kind { get; init; }

    /// <summary>How many of it one composition may have, or null for any number.</summary>
    public int? MaxPerComposition { get; init; }

    /// <summary>Secrets made before helm runs.</summary>
    public IReadOnlyList<SecretContract> Secrets { get; init; } = [];

    /// <summary>Interfaces it offers to other blocks.</summary>
    public IReadOnlyList<Provision> Provides { get; init; } = [];

    /// <summary>Interfaces it uses from other blocks.</summary>
    public IReadOnlyList<Requirement> Requires { get; init; } = [];

    /// <summary>What it consumes, for the sum that is held against a quota.</summary>
    public IReadOnlyList<ResourceContract> Resources { get; init; } = [];

    /// <summary>Addresses a person can open or use.</summary>
    public IReadOnlyList<EndpointContract> Endpoints { get; init; } = [];

    /// <summary>JSON pointers of the fields that a form shows first.</summary>
    public IReadOnlyList<string> Important { get; init; } = [];
}

/// <summary>A condition on the block's own values: the value at <see cref="Path"/> (the default when not set) equals <see cref="EqualTo"/>.</summary>
/// <param name="Path">JSON pointer into the values.</param>
/// <param name="EqualTo">The value as text.</param>
public sealed record Condition(string Path, string EqualTo);

/// <summary>A Kubernetes Secret named <c>&lt;release&gt;-&lt;name&gt;</c> with one key. Exactly one source is set.</summary>
public sealed record SecretContract
{
    /// <summary>Last part of the Secret's name.</summary>
    public required string Name { get; init; }

    /// <summary>The key in the Secret's data.</summary>
    public required string Key { get; init; }

    /// <summary>Made of this many random bytes (written as lower-case hex text), or null.</summary>
    public int? GenerateBytes { get; init; }

    /// <summary>Derived from another secret of this block by a named rule, or null.</summary>
    public Derivation? Derive { get; init; }

    /// <summary>Typed in by a person.</summary>
    public bool Enter { get; init; }

    /// <summary>JSON pointer where the Secret's name is written in the values, or null.</summary>
    public string? ValuePath { get; init; }
}

/// <summary>How a secret follows from another.</summary>
/// <param name="Rule">Name of the rule; <c>htcondor-idtoken</c> is the only one.</param>
/// <param name="From">Name of the secret of the same block it is made from.</param>
/// <param name="With">What the rule also takes (such as <c>issuer</c> and <c>subject</c>), each an expression as in a provision's outputs.</param>
public sealed record Derivation(string Rule, string From, IReadOnlyDictionary<string, string> With);

/// <summary>An interface a block offers.</summary>
/// <param name="Type">Interface type, such as <c>htcondor-pool/v1</c>.</param>
/// <param name="Outputs">Name → expression over <c>${release}</c>, <c>${namespace}</c>, <c>${value:/pointer}</c>, <c>${secret:name}</c>.</param>
/// <param name="When">Offered only then, or null for always.</param>
public sealed record Provision(string Type, IReadOnlyDictionary<string, string> Outputs, Condition? When);

/// <summary>An interface a block uses.</summary>
public sealed record Requirement
{
    /// <summary>Interface type.</summary>
    public required string Type { get; init; }

    /// <summary>How many providers it needs at least.</summary>
    public int Min { get; init; }

    /// <summary>How many providers it can use at most. With more than one, each pointer of <see cref="Bind"/> gets a list, one item for each provider.</summary>
    public int Max { get; init; } = 1;

    /// <summary>Required (and bindable) only then, or null for always.</summary>
    public Condition? When { get; init; }

    /// <summary>JSON pointer that is written true when bound and false otherwise, or null.</summary>
    public string? Enable { get; init; }

    /// <summary>Output name → JSON pointer in this block's values.</summary>
    public IReadOnlyDictionary<string, string> Bind { get; init; } = new Dictionary<string, string>();
}

/// <summary>One term of a block's consumption; every field is a JSON pointer into the values or a literal (number or Kubernetes quantity).</summary>
/// <param name="Name">What a person reads, such as "Workers".</param>
/// <param name="Count">How many pods; 1 when null.</param>
/// <param name="Cpu">CPU of each.</param>
/// <param name="Memory">Memory of each.</param>
/// <param name="Gpu">GPUs of each.</param>
/// <param name="Storage">Volume size of each.</param>
public sealed record ResourceContract(string Name, string? Count, string? Cpu, string? Memory, string? Gpu, string? Storage);

/// <summary>An address of a running block.</summary>
public sealed record EndpointContract
{
    /// <summary>Name within the block.</summary>
    public required string Name { get; init; }

    /// <summary>What a person reads.</summary>
    public required string Title { get; init; }

    /// <summary>Expression that gives the Service's name.</summary>
    public required string Service { get; init; }

    /// <summary>Service port.</summary>
    public required int Port { get; init; }

    /// <summary>Path of an HTTP address, starting with a slash.</summary>
    public string Path { get; init; } = "/";

    /// <summary><c>http</c>, <c>https</c> or another URI scheme.</summary>
    public string Protocol { get; init; } = "http";

    /// <summary>Name of this block's secret that opens it, or null.</summary>
    public string? Secret { get; init; }
}
