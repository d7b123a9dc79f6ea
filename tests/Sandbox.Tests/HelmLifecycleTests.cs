namespace Dodas.Sandbox.Tests;

public sealed class HelmLifecycleTests(RunningSandbox sandbox)
{
    [Fact]
    public async Task A_chart_made_by_helm_create_lives_its_whole_life()
    {
        var space = await sandbox.NamespaceAsync();
        var chart = Path.Combine(sandbox.Folder, "web-" + space);
        (await sandbox.Tool.HelmAsync("create", chart)).Succeeded();

        (await sandbox.Tool.HelmAsync("upgrade", "--install", "demo", chart, "-n", space, "--set", "replicaCount=2,fullnameOverride=web", "--wait=watcher", "--timeout", "30s")).Succeeded().Should().Contain("STATUS: deployed");
        (await sandbox.Tool.KubectlAsync("get", "deploy", "web", "-n", space, "-o", "jsonpath={.status.readyReplicas}")).Succeeded().Should().Be("2");

        var failed = await sandbox.Tool.HelmAsync("upgrade", "demo", chart, "-n", space, "--reuse-values", "--set", "image.repository=does-not-exist", "--rollback-on-failure", "--timeout", "4s");
        failed.Failed().Should().Contain("UPGRADE FAILED: release demo failed, and has been rolled back due to rollback-on-failure being set");
        (await sandbox.Tool.KubectlAsync("get", "deploy", "web", "-n", space, "-o", "jsonpath={.spec.template.spec.containers[0].image}")).Succeeded().Should().StartWith("nginx:");

        (await sandbox.Tool.HelmAsync("rollback", "demo", "1", "-n", space, "--wait=watcher", "--timeout", "30s")).Succeeded().Should().Contain("Rollback was a success!");
        (await sandbox.Tool.HelmAsync("test", "demo", "-n", space, "--timeout", "30s")).Succeeded().Should().Contain("Phase:          Succeeded");
        (await sandbox.Tool.HelmAsync("uninstall", "demo", "-n", space, "--wait", "--timeout", "30s")).Succeeded().Should().Contain("release \"demo\" uninstalled");
        (await sandbox.Tool.KubectlAsync("get", "deploy,svc,sa,secrets", "-n", space, "-o", "name")).Succeeded().Trim().Should().Be("serviceaccount/default");
    }

    [Fact]
    public async Task A_scaled_release_keeps_its_scale_but_a_patched_one_conflicts_on_the_next_upgrade()
    {
        var space = await sandbox.NamespaceAsync();
        var chart = Path.Combine(sandbox.Folder, "web-" + space);
        (await sandbox.Tool.HelmAsync("create", chart)).Succeeded();
        (await sandbox.Tool.HelmAsync("install", "demo", chart, "-n", space, "--set", "fullnameOverride=web")).Succeeded();

        (await sandbox.Tool.KubectlAsync("patch", "deploy", "web", "-n", space, "--type=merge", "-p", """{"spec":{"replicas":3}}""")).Succeeded();
        (await sandbox.Tool.HelmAsync("upgrade", "demo", chart, "-n", space, "--set", "fullnameOverride=web,replicaCount=2")).Failed()
            .Should().Contain("conflict with \"kubectl-patch\" using apps/v1: .spec.replicas");
    }

    [Fact]
    public async Task A_server_side_dry_run_changes_nothing()
    {
        var space = await sandbox.NamespaceAsync();
        var chart = Path.Combine(sandbox.Folder, "web-" + space);
        (await sandbox.Tool.HelmAsync("create", chart)).Succeeded();
        (await sandbox.Tool.HelmAsync("install", "demo", chart, "-n", space, "--dry-run=server")).Succeeded();
        (await sandbox.Tool.KubectlAsync("get", "all,secrets", "-n", space, "-o", "name")).Succeeded().Trim().Should().BeEmpty();
    }
}
