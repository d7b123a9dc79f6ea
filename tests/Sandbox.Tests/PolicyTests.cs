using System.Text.Json.Nodes;

namespace Dodas.Sandbox.Tests;

public sealed class PolicyTests(RunningSandbox sandbox)
{
    [Fact]
    public async Task A_quota_stops_what_goes_past_it_and_shows_what_is_used()
    {
        var space = await sandbox.NamespaceAsync();
        (await sandbox.Tool.KubectlAsync("create", "quota", "q", "-n", space, "--hard=pods=1,requests.cpu=1")).Succeeded();
        var deployment = """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"q"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"q"}},"template":{"metadata":{"labels":{"app":"q"}},"spec":{"containers":[{"image":"nginx","name":"a","resources":{"limits":{"cpu":"600m"},"requests":{"cpu":"600m"}}}]}}}}""";
        (await sandbox.Tool.KubectlWithAsync(deployment, "apply", "-n", space, "-f", "-")).Succeeded();
        var quota = await sandbox.WaitAsync($"/api/v1/namespaces/{space}/resourcequotas", "q", item => item["status"]?["used"]?["pods"]?.GetValue<string>() == "1");
        quota["status"]!["used"]!["requests.cpu"]!.GetValue<string>().Should().Be("600m");
        var (code, answer) = await sandbox.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{space}/pods", JsonNode.Parse("""{"metadata":{"name":"p"},"spec":{"containers":[{"image":"nginx","name":"a","resources":{"requests":{"cpu":"600m"}}}]}}"""));
        code.Should().Be(403);
        answer["message"]!.GetValue<string>().Should().Be("pods \"p\" is forbidden: exceeded quota: q, requested: pods=1,requests.cpu=600m, used: pods=1,requests.cpu=600m, limited: pods=1,requests.cpu=1");
        (_, answer) = await sandbox.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{space}/pods", JsonNode.Parse("""{"metadata":{"name":"p"},"spec":{"containers":[{"image":"nginx","name":"a"}]}}"""));
        answer["message"]!.GetValue<string>().Should().Be("pods \"p\" is forbidden: failed quota: q: must specify requests.cpu for: a");
    }

    [Fact]
    public async Task Limits_are_filled_in_and_held()
    {
        var space = await sandbox.NamespaceAsync();
        await sandbox.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{space}/limitranges", JsonNode.Parse("""{"metadata":{"name":"l"},"spec":{"limits":[{"type":"Container","max":{"cpu":"1"},"defaultRequest":{"cpu":"100m"}}]}}"""));
        var (_, pod) = await sandbox.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{space}/pods", JsonNode.Parse("""{"metadata":{"name":"p"},"spec":{"containers":[{"image":"nginx","name":"a"}]}}"""));
        pod["spec"]!["containers"]![0]!["resources"]!.ToJsonString().Should().Be("""{"limits":{"cpu":"1"},"requests":{"cpu":"100m"}}""");
        var (code, answer) = await sandbox.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{space}/pods", JsonNode.Parse("""{"metadata":{"name":"big"},"spec":{"containers":[{"image":"nginx","name":"a","resources":{"limits":{"cpu":"2"}}}]}}"""));
        code.Should().Be(403);
        answer["message"]!.GetValue<string>().Should().Be("pods \"big\" is forbidden: maximum cpu usage per Container is 1, but limit is 2");
    }

    [Fact]
    public async Task Pod_security_labels_refuse_and_warn()
    {
        var space = await sandbox.NamespaceAsync();
        (await sandbox.Tool.KubectlAsync("label", "ns", space, "pod-security.kubernetes.io/enforce=baseline", "pod-security.kubernetes.io/warn=restricted")).Succeeded();
        var refused = await sandbox.Tool.KubectlWithAsync("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"priv"},"spec":{"hostNetwork":true,"containers":[{"image":"nginx","name":"a","securityContext":{"privileged":true}}]}}""", "apply", "-n", space, "-f", "-");
        refused.Failed().Should().Be("Error from server (Forbidden): error when creating \"STDIN\": pods \"priv\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true), privileged (container \"a\" must not set securityContext.privileged=true)");
        var warned = await sandbox.Tool.KubectlWithAsync("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"plain"},"spec":{"containers":[{"image":"nginx","name":"a"}]}}""", "apply", "-n", space, "-f", "-");
        warned.Succeeded();
        warned.Error.Trim().Should().Be("Warning: would violate PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false (container \"a\" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \"a\" must set securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or container \"a\" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container \"a\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")");
    }

    [Fact]
    public async Task A_bound_user_may_do_what_the_role_says_and_no_more()
    {
        var space = await sandbox.NamespaceAsync();
        (await sandbox.Tool.KubectlAsync("auth", "can-i", "create", "deployments", "-n", space, "--as=alice")).Output.Should().Be("no\n");
        (await sandbox.Tool.KubectlAsync("create", "rolebinding", "alice", "-n", space, "--clusterrole=edit", "--user=alice")).Succeeded();
        (await sandbox.Tool.KubectlAsync("auth", "can-i", "create", "deployments", "-n", space, "--as=alice")).Output.Should().Be("yes\n");
        (await sandbox.Tool.KubectlAsync("get", "pods", "-n", space, "--as=alice")).Succeeded();
        (await sandbox.Tool.KubectlAsync("create", "clusterrole", "x", "--verb=get", "--resource=nodes", "--as=alice")).Failed()
            .Should().Be("Error from server (Forbidden): clusterroles.rbac.authorization.k8s.io is forbidden: User \"alice\" cannot create resource \"clusterroles\" in API group \"rbac.authorization.k8s.io\" at the cluster scope");
    }

    [Fact]
    public async Task A_service_account_acts_by_its_own_token()
    {
        var space = await sandbox.NamespaceAsync();
        (await sandbox.Tool.KubectlAsync("create", "serviceaccount", "robot", "-n", space)).Succeeded();
        (await sandbox.Tool.KubectlAsync("create", "rolebinding", "robot", "-n", space, "--clusterrole=view", $"--serviceaccount={space}:robot")).Succeeded();
        using var client = sandbox.NewClient((await sandbox.Tool.KubectlAsync("create", "token", "robot", "-n", space)).Succeeded().Trim());
        (await client.GetAsync(new Uri($"/api/v1/namespaces/{space}/pods", UriKind.Relative), TestContext.Current.CancellationToken)).IsSuccessStatusCode.Should().BeTrue();
        ((int)(await client.GetAsync(new Uri($"/api/v1/namespaces/{space}/secrets", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode).Should().Be(403);
    }
}
