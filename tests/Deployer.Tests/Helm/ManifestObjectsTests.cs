using Dodas.Deployer.Helm;
using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Tests.Helm;

public sealed class ManifestObjectsTests
{
    [Fact]
    public void Every_object_is_found_with_the_namespace_it_goes_to()
    {
        const string manifest = """
            ---
            # Source: a/templates/x.yaml
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            ---
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: reader}
            ---
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: elsewhere}}
            - {kind: Nothing}
            """;

        ManifestObjects.Read(manifest, "ns").Should().Equal(
            new ObjectReference("v1", "Service", "ns", "web"),
            new ObjectReference("rbac.authorization.k8s.io/v1", "ClusterRole", null, "reader"),
            new ObjectReference("apps/v1", "Deployment", "elsewhere", "web"));
    }

    [Fact]
    public void What_helm_takes_though_it_is_not_clean_hides_no_object()
    {
        const string manifest = """
            # Source: a/templates/x.yaml
            apiVersion: v1
            kind: Service
            metadata:
              name: web
              labels: {app: a, app: a}
            ---  # the next one cannot be read at all
            kind: [
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: last}
            """;

        ManifestObjects.Read(manifest, "ns").Should().Equal(new ObjectReference("v1", "Service", "ns", "web"), new ObjectReference("v1", "Secret", "ns", "last"));
    }

    [Fact]
    public void An_empty_manifest_has_no_objects() => ManifestObjects.Read("", "ns").Should().BeEmpty();
}
