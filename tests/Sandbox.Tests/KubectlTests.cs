namespace Dodas.Sandbox.Tests;

public sealed class KubectlTests(RunningSandbox sandbox)
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: d1, labels: {app: d1}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: d1}}
          template:
            metadata: {labels: {app: d1}}
            spec:
              containers:
              - {name: a, image: "nginx:1", env: [{name: X, value: "1"}], ports: [{containerPort: 80}]}
              - {name: b, image: "redis:1"}
        """;

    [Fact]
    public async Task A_deployment_is_applied_changed_in_every_way_and_deleted()
    {
        var space = await sandbox.NamespaceAsync();
        (await ApplyAsync(Deployment, space)).Succeeded().Should().Be("deployment.apps/d1 created\n");
        (await Kubectl(space, "rollout", "status", "deploy/d1", "--timeout=30s")).Succeeded().Should().EndWith("deployment \"d1\" successfully rolled out\n");
        (await ApplyAsync(Deployment, space)).Succeeded().Should().Be("deployment.apps/d1 unchanged\n");
        var second = Deployment.Replace("nginx:1", "nginx:2", StringComparison.Ordinal);
        (await ApplyAsync(second, space)).Succeeded().Should().Be("deployment.apps/d1 configured\n");
        (await ApplyAsync(second, space, "--server-side")).Succeeded().Should().Be("deployment.apps/d1 serverside-applied\n");
        (await Kubectl(space, "patch", "deploy", "d1", "-p", """{"spec":{"template":{"spec":{"containers":[{"name":"b","image":"redis:2"}]}}}}""")).Succeeded();
        (await Kubectl(space, "patch", "deploy", "d1", "--type=merge", "-p", """{"metadata":{"labels":{"x":"y"},"annotations":{"z":null}}}""")).Succeeded();
        (await Kubectl(space, "patch", "deploy", "d1", "--type=json", "-p", """[{"op":"replace","path":"/spec/replicas","value":3}]""")).Succeeded();
        (await Kubectl(space, "scale", "deploy", "d1", "--replicas=1")).Succeeded().Should().Be("deployment.apps/d1 scaled\n");
        (await Kubectl(space, "get", "deploy", "d1", "-o", "jsonpath={.spec.replicas} {.metadata.labels.x} {.spec.template.spec.containers[*].image}")).Succeeded().Should().Be("1 y nginx:2 redis:2");
        (await Kubectl(space, "rollout", "status", "deploy/d1", "--timeout=30s")).Succeeded();
        (await Kubectl(space, "describe", "deploy", "d1")).Succeeded().Should().Contain("NewReplicaSet:").And.Contain("ScalingReplicaSet");
        (await Kubectl(space, "rollout", "restart", "deploy", "d1")).Succeeded();
        (await Kubectl(space, "rollout", "undo", "deploy", "d1")).Succeeded().Should().Be("deployment.apps/d1 rolled back\n");
        (await Kubectl(space, "wait", "--for=condition=Available", "deploy/d1", "--timeout=20s")).Succeeded();
        (await Kubectl(space, "delete", "deploy", "d1", "--cascade=foreground")).Succeeded().Should().Be($"deployment.apps \"d1\" deleted from {space} namespace\n");
        (await Kubectl(space, "get", "deploy,rs,pods", "-o", "name")).Succeeded().Should().BeEmpty();
    }

    [Fact]
    public async Task A_stateful_set_mounts_the_claims_of_its_templates()
    {
        var space = await sandbox.NamespaceAsync();
        (await ApplyAsync("""
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db}
            spec:
              serviceName: db
              selector: {matchLabels: {app: db}}
              template:
                metadata: {labels: {app: db}}
                spec:
                  containers:
                  - {name: a, image: "postgres:17", volumeMounts: [{name: files, mountPath: /files}]}
              volumeClaimTemplates:
              - metadata: {name: files}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            """, space)).Succeeded().Should().Be("statefulset.apps/db created\n");
        (await Kubectl(space, "rollout", "status", "statefulset/db", "--timeout=30s")).Succeeded();
        (await Kubectl(space, "get", "pvc", "files-db-0", "-o", "jsonpath={.status.phase}")).Succeeded().Should().Be("Bound");
    }

    [Fact]
    public async Task Objects_are_printed_in_their_own_columns()
    {
        var space = await sandbox.NamespaceAsync();
        (await ApplyAsync(Deployment, space)).Succeeded();
        (await Kubectl(space, "rollout", "status", "deploy/d1", "--timeout=30s")).Succeeded();
        (await Kubectl(space, "get", "deploy")).Succeeded().Should().MatchRegex("^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nd1 +2/2 +2 +2 +[0-9]+s\n$");
        (await Kubectl(space, "get", "pods", "-o", "wide")).Succeeded().Should().MatchRegex("^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES\nd1-[a-z0-9]+-[a-z0-9]+ +2/2 +Running +0 ");
    }

    [Theory]
    [InlineData("get pod nope", "Error from server (NotFound): pods \"nope\" not found")]
    [InlineData("delete secret nope", "Error from server (NotFound): secrets \"nope\" not found")]
    [InlineData("create configmap kube-root-ca.crt", "error: failed to create configmap: configmaps \"kube-root-ca.crt\" already exists")]
    [InlineData("create namespace Bad_Name", "The Namespace \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')")]
    public async Task Errors_read_as_they_do_from_a_real_server(string command, string error)
    {
        var space = await sandbox.NamespaceAsync();
        (await Kubectl(space, command.Split(' '))).Failed().Should().Be(error);
    }

    [Theory]
    [InlineData("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"bad"},"spec":{"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":true}},"spec":{"containers":[{"name":"a"}]}}}}""",
        "Error from server (BadRequest): error when creating \"STDIN\": Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal bool into Go struct field ObjectMeta.spec.template.metadata.labels of type string")]
    [InlineData("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"s1"},"spec":{"ports":[{"port":80,"targetPort":9999}],"selector":{"a":"b"},"tyop":true}}""",
        "Error from server (BadRequest): error when creating \"STDIN\": Service in version \"v1\" cannot be handled as a Service: strict decoding error: unknown field \"spec.tyop\"")]
    [InlineData("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"s2"},"spec":{"ports":[{"nodePort":80,"port":80}],"selector":{"a":"b"},"type":"NodePort"}}""",
        "The Service \"s2\" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767")]
    public async Task Manifests_that_are_wrong_are_refused_in_the_words_of_a_real_server(string manifest, string error)
    {
        var space = await sandbox.NamespaceAsync();
        (await ApplyAsync(manifest, space)).Failed().Should().Be(error);
    }

    [Fact]
    public async Task A_replace_from_an_old_state_conflicts()
    {
        var space = await sandbox.NamespaceAsync();
        (await Kubectl(space, "create", "configmap", "cm", "--from-literal=a=1")).Succeeded();
        var old = (await Kubectl(space, "get", "cm", "cm", "-o", "json")).Succeeded();
        (await Kubectl(space, "patch", "cm", "cm", "--type=merge", "-p", """{"data":{"a":"2"}}""")).Succeeded();
        (await sandbox.Tool.KubectlWithAsync(old, "replace", "-n", space, "-f", "-")).Failed()
            .Should().Be("Error from server (Conflict): error when replacing \"STDIN\": Operation cannot be fulfilled on configmaps \"cm\": the object has been modified; please apply your changes to the latest version and try again");
    }

    [Fact]
    public async Task Two_appliers_of_one_field_conflict_until_one_forces()
    {
        var space = await sandbox.NamespaceAsync();
        (await ApplyAsync("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cm"},"data":{"a":"1","b":"1"}}""", space, "--server-side", "--field-manager=one")).Succeeded();
        const string Second = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cm"},"data":{"a":"2"}}""";
        (await ApplyAsync(Second, space, "--server-side", "--field-manager=two")).Failed().Should().StartWith("error: Apply failed with 1 conflict: conflict with \"one\": .data.a");
        (await ApplyAsync(Second, space, "--server-side", "--field-manager=two", "--force-conflicts")).Succeeded();
        (await Kubectl(space, "get", "cm", "cm", "-o", "jsonpath={.data}")).Succeeded().Should().Be("""{"a":"2","b":"1"}""");
    }

    [Fact]
    public async Task What_kubectl_creates_by_itself_is_understood()
    {
        var space = await sandbox.NamespaceAsync();
        (await Kubectl(space, "create", "secret", "generic", "sec", "--from-literal=k=v")).Succeeded();
        (await Kubectl(space, "get", "secret", "sec", "-o", "jsonpath={.data.k} {.type}")).Succeeded().Should().Be("dg== Opaque");
        (await Kubectl(space, "create", "quota", "q", "--hard=pods=10,services=4")).Succeeded();
        (await Kubectl(space, "create", "role", "r", "--verb=get", "--resource=pods")).Succeeded();
        (await Kubectl(space, "create", "rolebinding", "b", "--role=r", "--user=alice")).Succeeded();
        (await Kubectl(space, "create", "serviceaccount", "robot")).Succeeded();
        (await Kubectl(space, "create", "token", "robot")).Succeeded().Should().Contain(".");
        (await Kubectl(space, "create", "deployment", "web", "--image=nginx:1", "--replicas=0", "--port=80")).Succeeded();
        (await Kubectl(space, "get", "deploy", "web", "-o", "jsonpath={.spec.replicas} {.spec.template.spec.containers[0].image} {.spec.template.spec.containers[0].ports[0].containerPort}")).Succeeded().Should().Be("0 nginx:1 80");
        (await Kubectl(space, "create", "service", "nodeport", "np", "--tcp=80:8080")).Succeeded();
        (await Kubectl(space, "get", "svc", "np", "-o", "jsonpath={.spec.type} {.spec.ports[0].targetPort}")).Succeeded().Should().Be("NodePort 8080");
        (await Kubectl(space, "create", "job", "j", "--image=busybox", "--", "true")).Succeeded();
        (await Kubectl(space, "create", "cronjob", "cj", "--image=busybox", "--schedule=0 0 * * *")).Succeeded();
        (await Kubectl(space, "create", "ingress", "i", "--rule=x.example/*=np:80")).Succeeded();
        (await Kubectl(space, "get", "ingress", "i", "-o", "jsonpath={.spec.rules[0].http.paths[0].backend.service.port.number}")).Succeeded().Should().Be("80");
        (await Kubectl(space, "expose", "deployment", "web", "--port=80")).Succeeded();
        (await Kubectl(space, "run", "p", "--image=nginx")).Succeeded();
        (await Kubectl(space, "create", "poddisruptionbudget", "p", "--selector=a=b", "--min-available=1")).Succeeded();
        (await Kubectl(space, "auth", "can-i", "get", "pods", "--as=alice")).Succeeded().Should().Be("yes\n");
        (await Kubectl(space, "auth", "can-i", "create", "deployments", "--as=alice")).Output.Should().Be("no\n");
        (await Kubectl(space, "get", "secrets", "--as=alice")).Failed()
            .Should().Be($"Error from server (Forbidden): secrets is forbidden: User \"alice\" cannot list resource \"secrets\" in API group \"\" in the namespace \"{space}\"");
    }

    [Fact]
    public async Task A_list_of_objects_is_applied_and_an_unknown_kind_is_named()
    {
        var space = await sandbox.NamespaceAsync();
        (await ApplyAsync("""{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"one"}},{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"two"}}]}""", space)).Succeeded()
            .Should().Be("configmap/one created\nconfigmap/two created\n");
        (await ApplyAsync("""{"apiVersion":"nope.example/v1","kind":"Thing","metadata":{"name":"t"}}""", space)).Failed()
            .Should().Be("error: resource mapping not found for name: \"t\" namespace: \"\" from \"STDIN\": no matches for kind \"Thing\" in version \"nope.example/v1\"\nensure CRDs are installed first");
        (await Kubectl(space, "explain", "deployment.spec.strategy")).Succeeded().Should().Contain("rollingUpdate\t<RollingUpdateDeployment>");
    }

    [Fact]
    public async Task A_custom_resource_is_served_as_soon_as_it_is_defined()
    {
        var space = await sandbox.NamespaceAsync();
        var group = $"{space}.example.com";
        (await ApplyAsync($$$$"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.{{{{group}}}}}
            spec:
              group: {{{{group}}}}
              scope: Namespaced
              names: {plural: widgets, kind: Widget, shortNames: [wd]}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}, scale: {specReplicasPath: .spec.count, statusReplicasPath: .status.count}}
                additionalPrinterColumns:
                - {name: Count, type: integer, jsonPath: .spec.count}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties: {count: {type: integer, minimum: 0, default: 3}, color: {type: string, enum: [red, blue]}}
                      status: {type: object, properties: {count: {type: integer}}}
            """, space)).Succeeded();
        (await Kubectl(space, "wait", "--for=condition=Established", $"crd/widgets.{group}", "--timeout=10s")).Succeeded();
        var widget = $$$"""{"apiVersion":"{{{group}}}/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"color":"red"}}""";
        (await ApplyAsync(widget, space)).Succeeded();
        (await Kubectl(space, "get", $"widgets.{group}")).Succeeded().Should().MatchRegex("^NAME +COUNT\nw +3\n$");
        (await Kubectl(space, "scale", $"widgets.{group}", "w", "--replicas=7")).Succeeded();
        (await Kubectl(space, "get", $"widgets.{group}", "w", "-o", "jsonpath={.spec.count}")).Succeeded().Should().Be("7");
        (await ApplyAsync(widget.Replace("red", "green", StringComparison.Ordinal), space)).Failed().Should().Contain("spec.color: Unsupported value: \"green\": supported values: \"red\", \"blue\"");
        (await Kubectl(space, "delete", $"crd/widgets.{group}")).Succeeded();
    }

    private Task<Tool.Result> Kubectl(string space, params string[] arguments) => sandbox.Tool.KubectlAsync([.. arguments, "-n", space]);

    private Task<Tool.Result> ApplyAsync(string manifest, string space, params string[] options) => sandbox.Tool.KubectlWithAsync(manifest, ["apply", "-n", space, "-f", "-", .. options]);
}
