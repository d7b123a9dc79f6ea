using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Tests.Controllers;

public sealed class ScaleTests
{
    [Fact]
    public async Task A_thousand_pods_in_two_hundred_deployments_become_ready()
    {
        await using var cluster = TestCluster.Start();
        var changes = cluster.Store.WatchAsync(TestContext.Current.CancellationToken);
        for (var number = 0; number < 200; number++)
        {
            cluster.Create(Kinds.Deployments, $"web-{number}", Samples.Deployment(5).Replace("\"app\": \"web\"", $"\"app\": \"web-{number}\"", StringComparison.Ordinal));
            cluster.Create(Kinds.Services, $"web-{number}", $$"""{"apiVersion": "v1", "kind": "Service", "metadata": {}, "spec": {"selector": {"app": "web-{{number}}"}, "ports": [{"port": 80}]} }""");
        }

        var available = new HashSet<string>();
        await foreach (var change in changes)
        {
            if (change.Key.Resource == Kinds.Deployments && change.Current.Number("status", "availableReplicas") == 5)
                available.Add(change.Key.Name);
            if (available.Count == 200)
                break;
        }

        cluster.Pods.Should().HaveCount(1000);
        cluster.Pods.Select(pod => pod.Text("status", "podIP")).Should().OnlyHaveUniqueItems();
    }
}
