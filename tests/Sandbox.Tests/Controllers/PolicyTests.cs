using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Tests.Controllers;

public sealed class PolicyTests
{
    [Fact]
    public async Task A_budget_counts_what_may_be_disrupted()
    {
        await using var cluster = TestCluster.Start();
        cluster.Create(Kinds.Deployments, "web", Samples.Deployment());
        var key = cluster.Create(Kinds.DisruptionBudgets, "web", """
            {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {}, "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "web"}}}}
            """);

        var budget = await cluster.Until(key, found => found.Number("status", "currentHealthy") == 2);

        budget.Number("status", "disruptionsAllowed").Should().Be(1);
        budget.Number("status", "desiredHealthy").Should().Be(1);
        budget.Number("status", "expectedPods").Should().Be(2);
        budget.Condition("DisruptionAllowed").Text("reason").Should().Be("SufficientPods");
    }

    [Fact]
    public async Task A_quota_shows_what_is_used()
    {
        await using var cluster = TestCluster.Start();
        var key = cluster.Create(Kinds.Quotas, "q", """
            {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {}, "spec": {"hard": {"pods": "10", "requests.cpu": "4", "limits.memory": "4Gi", "requests.storage": "10Gi", "persistentvolumeclaims": "5", "count/deployments.apps": "3"}}}
            """);
        var deployment = cluster.Create(Kinds.Deployments, "web", Samples.Deployment(template: Samples.Template(container: """
            "resources": {"requests": {"cpu": "600m"}, "limits": {"memory": "128Mi"} }
            """)));
        cluster.Create(Kinds.Claims, "data", Samples.Claim());
        await cluster.Until(deployment, found => found.Number("status", "availableReplicas") == 2);

        var quota = await cluster.Until(key, found => found.Text("status", "used", "pods") == "2" && found.Text("status", "used", "persistentvolumeclaims") == "1");
        quota.Text("status", "used", "requests.cpu").Should().Be("1200m");
        quota.Text("status", "used", "limits.memory").Should().Be("256Mi");
        quota.Text("status", "used", "requests.storage").Should().Be("1Gi");
        quota.Text("status", "used", "count/deployments.apps").Should().Be("1");
        quota.Text("status", "hard", "pods").Should().Be("10");

        cluster.Store.Delete(deployment);
        await cluster.Until(key, found => found.Text("status", "used", "pods") == "0" && found.Text("status", "used", "requests.cpu") == "0");
    }

    [Fact]
    public async Task An_autoscaler_keeps_the_bounds_and_says_that_it_has_no_metrics()
    {
        await using var cluster = TestCluster.Start();
        var deployment = cluster.Create(Kinds.Deployments, "web", Samples.Deployment(1));
        await cluster.Until(deployment, found => found.Number("status", "availableReplicas") == 1);
        var key = cluster.Create(Kinds.Autoscalers, "web", """
            {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {}, "spec": {"minReplicas": 2, "maxReplicas": 4, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
              "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 50}}}]}}
            """);

        var autoscaler = await cluster.Until(key, found => found.Number("status", "currentReplicas") == 2 && found.Condition("ScalingActive") is not null);

        autoscaler.Number("status", "desiredReplicas").Should().Be(2);
        autoscaler.HasCondition("AbleToScale").Should().BeTrue();
        autoscaler.Condition("ScalingActive").Text("reason").Should().Be("FailedGetResourceMetric");
        await cluster.UntilEvent("SuccessfulRescale", "New size: 2; reason: Current number of replicas below Spec.MinReplicas");
    }

    [Fact]
    public async Task A_refused_pod_shows_in_the_status_of_its_workload()
    {
        await using var cluster = TestCluster.Start(store: new RefusingStore("pods \"web\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1"));
        var key = cluster.Create(Kinds.Deployments, "web", Samples.Deployment());

        var deployment = await cluster.Until(key, found => found.HasCondition("ReplicaFailure"));

        deployment.Condition("ReplicaFailure").Text("reason").Should().Be("FailedCreate");
        deployment.Condition("ReplicaFailure").Text("message").Should().Contain("exceeded quota: q");
        await cluster.UntilEvent("FailedCreate", "Error creating: pods \"web\" is forbidden: exceeded quota");
    }

    [Theory]
    [InlineData("600m", "600m", "1200m")]
    [InlineData("500m", "500m", "1")]
    [InlineData("128Mi", "896Mi", "1Gi")]
    [InlineData("500M", "500M", "1G")]
    [InlineData("1Gi", "1", "1073741825")]
    [InlineData("0", "128Mi", "128Mi")]
    public void Quantities_add_up_in_their_own_units(string left, string right, string sum) =>
        (Quantity.TryParse(left)!.Value + Quantity.TryParse(right)!.Value).ToString().Should().Be(sum);
}
