using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Tests.Controllers;

public sealed class DaemonSetTests
{
    [Fact]
    public async Task A_new_template_replaces_the_pod()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.DaemonSets, "agent", DaemonSet());
        await cluster.Until(key, found => found.Number("status", "numberAvailable") == 1);

        cluster.Change(key, copy => copy.Items("spec", "template", "spec", "containers").First()["image"] = "nginx:2");

        await cluster.Until(key, found => found.Number("status", "observedGeneration") == 2 && found.Number("status", "updatedNumberScheduled") == 1 && found.Number("status", "numberAvailable") == 1);
        cluster.Pods.Single(pod => !pod.IsDeleting()).Items("spec", "containers").Single().Text("image").Should().Be("nginx:2");
        cluster.List(Kinds.ControllerRevisions).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_set_that_fits_no_node_wants_no_pods_until_one_fits()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.DaemonSets, "agent", DaemonSet("\"nodeSelector\": {\"disk\": \"fast\"}"));
        await cluster.Until(key, found => found.Number("status", "observedGeneration") == 1 && found.Number("status", "desiredNumberScheduled") == 0);

        cluster.Change(Kinds.Nodes.Key(null, "sandbox"), copy => copy.Ensure("metadata").Ensure("labels")["disk"] = "fast");
        await cluster.Until(key, found => found.Number("status", "numberAvailable") == 1);

        cluster.Change(Kinds.Nodes.Key(null, "sandbox"), copy => copy.Ensure("metadata").Ensure("labels").Remove("disk"));
        await cluster.Until(key, found => found.Number("status", "desiredNumberScheduled") == 0 && cluster.Pods.Count == 0);
    }

    [Fact]
    public async Task A_cordoned_node_keeps_its_daemons()
    {
        await using var cluster = TestCluster.Start();
        await cluster.Until(Kinds.Nodes.Key(null, "sandbox"), found => found.HasCondition("Ready"));
        cluster.Change(Kinds.Nodes.Key(null, "sandbox"), copy =>
        {
            copy.Ensure("spec")["unschedulable"] = true;
            copy.Ensure("spec")["taints"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["key"] = "node.kubernetes.io/unschedulable", ["effect"] = "NoSchedule" });
        });

        var key = cluster.Create(Kinds.DaemonSets, "agent", DaemonSet());

        await cluster.Until(key, found => found.Number("status", "numberAvailable") == 1);
    }

    private static string DaemonSet(string spec = "") => $$"""
        {"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {}, "spec": {"selector": {"matchLabels": {"app": "web"} }, "template": {{Samples.Template(spec: spec)}} } }
        """;
}
