using System.Text.Json.Nodes;
using Dodas.Catalog;
using Dodas.Catalog.Blocks;
using Dodas.Catalog.Charts;
using Dodas.Catalog.Compositions;
using Dodas.Deployer.Clusters;

namespace Dodas.Portal.Tests.Fakes;

/// <summary>Blocks, compositions and clusters as tests need them.</summary>
public static class Samples
{
    public static readonly DateTime Now = new(2026, 11, 22, 15, 0, 0, DateTimeKind.Utc);

    public static Actor Ana { get; } = new("ana-id", "ana", IsAdministrator: false);

    public static Actor Admin { get; } = new("admin-id", "admin", IsAdministrator: true);

    public static Block Jupyter { get; } = Block("jupyterlab", "JupyterLab", BlockKind.Interactive) with
    {
        Contract = new BlockContract
        {
            Id = "jupyterlab",
            Title = "JupyterLab",
            Kind = BlockKind.Interactive,
            Requires = [new Requirement { Type = "htcondor-pool/v1", Min = 0, Enable = "/pool/enabled", Bind = new Dictionary<string, string> { ["host"] = "/pool/host" } }],
            Resources = [new ResourceContract("Notebook", "1", "/cpu", "/memory", "/gpu", "/storage/size")],
            Secrets = [new SecretContract { Name = "token", Key = "token", GenerateBytes = 32 }],
            Endpoints = [new EndpointContract { Name = "lab", Title = "JupyterLab", Service = "${release}-lab", Port = 8888 }],
            Important = ["/cpu"],
        },
        Defaults = JsonNode.Parse("""{"cpu": "1", "memory": "2Gi", "gpu": 0, "storage": {"size": "10Gi"}, "pool": {"enabled": false, "host": ""}}""")!.AsObject(),
    };

    public static Block HTCondor { get; } = Block("htcondor", "HTCondor", BlockKind.Compute) with
    {
        Contract = new BlockContract
        {
            Id = "htcondor",
            Title = "HTCondor",
            Kind = BlockKind.Compute,
            Provides = [new Provision("htcondor-pool/v1", new Dictionary<string, string>(), new Condition("/mode", "full"))],
            Requires = [new Requirement { Type = "htcondor-pool/v1", Min = 1, When = new Condition("/mode", "execute-only") }],
            Resources = [new ResourceContract("Workers", "/execute/replicas", "/execute/cpu", "/execute/memory", null, null), new ResourceContract("Job queue", "1", "0.5", "512Mi", null, "20Gi")],
        },
        Defaults = JsonNode.Parse("""{"mode": "full", "execute": {"replicas": 1, "cpu": "1", "memory": "2Gi"}}""")!.AsObject(),
    };

    public static Composition JupyterAndPool { get; } = new()
    {
        Blocks = [new PlacedBlock { Name = "pool", Block = "htcondor", Values = new JsonObject { ["execute"] = new JsonObject { ["replicas"] = 2 } } }, new PlacedBlock { Name = "lab", Block = "jupyterlab" }],
        Bindings = [new Binding("lab", "htcondor-pool/v1", "pool")],
    };

    public static Recipe Recipe { get; } = new()
    {
        Id = "jupyter-htcondor",
        Title = "Jupyter + HTCondor",
        Summary = "A notebook that sends batch jobs to a pool of its own",
        Composition = JupyterAndPool,
        Size = new Dictionary<string, string> { ["cpu"] = "4", ["memory"] = "6Gi", ["storage"] = "30Gi" },
        Time = "about 2 minutes",
    };

    public static Block Block(string name, string title, BlockKind kind) => new()
    {
        Chart = new ChartReference("local", name, "0.1.0", new string('a', 64)),
        Contract = new BlockContract { Id = name, Title = title, Kind = kind },
        Defaults = [],
        Description = $"{title} for tests",
    };

    public static Block Provider(string name, string type)
    {
        var block = Block(name, name, BlockKind.Storage);
        return block with { Contract = block.Contract! with { Provides = [new Provision(type, new Dictionary<string, string>(), null)] } };
    }

    public static ClusterView Cluster(string name, ClusterState state = ClusterState.Ready, string cause = "", OperationView? operation = null) => new()
    {
        Id = $"{name}-id",
        Name = name,
        Project = "ana",
        Owner = "ana",
        Target = "sandbox",
        Namespace = $"ana-{name}",
        State = state,
        Cause = new Cause(cause, cause.Length == 0 ? [] : [new CauseLink($"StatefulSet/{name}-lab", "has no ready pod"), new CauseLink($"Pod/{name}-lab-0", cause)]),
        Releases = [Release(name, "pool", "htcondor", ClusterState.Ready), Release(name, "lab", "jupyterlab", state)],
        Endpoints = [new EndpointView("lab-lab", "JupyterLab", $"http://{name}-lab-lab.ana-{name}.svc:8888/lab", $"kubectl -n ana-{name} port-forward svc/{name}-lab-lab 8888:8888", HasSecret: true)],
        Operation = operation,
        Composition = JupyterAndPool,
        Bindings = JupyterAndPool.Bindings,
        CreatedAt = Now.AddMinutes(-5),
        ObservedAt = Now,
    };

    public static ReleaseView Release(string cluster, string block, string chart, ClusterState state) => new()
    {
        Name = $"{cluster}-{block}",
        Block = block,
        Chart = $"local/{chart}",
        Version = "0.1.0",
        Revision = 1,
        HelmStatus = "deployed",
        State = state,
        Cause = Cause.None,
        Objects =
        [
            new ObjectView("StatefulSet", $"{cluster}-{block}", state, "", null, Now.AddMinutes(-4)),
            new ObjectView("Pod", $"{cluster}-{block}-0", state, state == ClusterState.Failed ? "The image does-not-exist cannot be pulled." : "", $"StatefulSet/{cluster}-{block}", Now.AddMinutes(-4)),
            new ObjectView("Service", $"{cluster}-{block}", ClusterState.Ready, "", null, Now.AddMinutes(-4)),
        ],
    };

    public static OperationView Operation(string cluster, OperationState state, params StepView[] steps) => new()
    {
        Id = $"{cluster}-op",
        Kind = OperationKind.Create,
        Cluster = $"{cluster}-id",
        State = state,
        Cause = "",
        RequestedBy = "ana",
        CreatedAt = Now.AddMinutes(-1),
        FinishedAt = state is OperationState.Succeeded or OperationState.Failed ? Now : null,
        Steps = steps,
    };
}
