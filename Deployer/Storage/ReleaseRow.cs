namespace Dodas.Deployer.Storage;

/// <summary>One Helm release of a cluster: what it is meant to be, and what helm last said of it.</summary>
internal sealed class ReleaseRow
{
    public int Id { get; init; }

    public required string ClusterId { get; init; }

    /// <summary>Name of the block in the composition.</summary>
    public required string Block { get; init; }

    /// <summary>Helm release name.</summary>
    public required string Name { get; init; }

    public required int Wave { get; init; }

    /// <summary>Place within the plan.</summary>
    public required int Position { get; init; }

    /// <summary>The planned release as JSON: pinned chart, complete values, names of secrets, endpoints.</summary>
    public required string Planned { get; init; }

    /// <summary>Says which chart and values are meant.</summary>
    public required string Digest { get; init; }

    /// <summary>Helm's last revision, 0 before there is one.</summary>
    public int Revision { get; set; }

    /// <summary>Helm's status of that revision; empty before there is one.</summary>
    public string HelmStatus { get; set; } = "";

    /// <summary>The last revision that was seen Ready, 0 before there is one: helm alone calls a revision with a failing image deployed.</summary>
    public int GoodRevision { get; set; }

    /// <summary>References of the objects in the applied manifest as JSON, hooks left out; null before helm has run.</summary>
    public string? Objects { get; set; }
}
