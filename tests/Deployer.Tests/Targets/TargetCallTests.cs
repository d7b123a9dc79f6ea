using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Tests.Targets;

public sealed class TargetCallTests
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal) { ["dodas.io/cluster"] = "c1" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_namespace_is_created_once_with_its_labels_and_watched_without_being_read()
    {
        await using var api = await TinyApi.StartAsync();
        await using var target = Watched.Start(api.Kubeconfig);
        await target.ReadAsync("ana");
        api.Requests.Clear();

        await target.EnsureNamespaceAsync("ben", Labels, Cancel);
        await target.EnsureNamespaceAsync("ben", Labels, Cancel);
        api.Put("pods/ben/p");

        var snapshot = await target.UntilAsync("ben", snapshot => snapshot.Has("Pod", "p") && snapshot.Has("Namespace", "ben"));
        snapshot.Error.Should().BeNull();
        var labels = snapshot.Objects.Single(item => item.Reference.Kind == "Namespace").Document["metadata"]!["labels"]!;
        labels["dodas.io/cluster"]!.GetValue<string>().Should().Be("c1");
        labels[TargetLabels.ManagedBy]!.GetValue<string>().Should().Be(TargetLabels.Portal);
        api.Requests.Should().NotContain(request => request.StartsWith("list"));
    }

    [Fact]
    public async Task A_namespace_is_deleted_once_it_is_gone()
    {
        await using var api = await TinyApi.StartAsync();
        await using var target = Watched.Start(api.Kubeconfig);
        await target.EnsureNamespaceAsync("ana", Labels, Cancel);
        var version = target.Snapshot("ana").Version;
        var changed = target.ChangedAsync("ana", long.MaxValue - 1, Cancel);

        await target.DeleteNamespaceAsync("ana", Cancel);
        await target.DeleteNamespaceAsync("ana", Cancel);

        await changed;
        target.Snapshot("ana").Version.Should().BeGreaterThan(version, "versions never go back, even for another namespace of the same name");
    }

    [Fact]
    public async Task A_secret_is_never_overwritten()
    {
        await using var api = await TinyApi.StartAsync();
        await using var target = Watched.Start(api.Kubeconfig);

        (await target.ReadSecretAsync("ana", "token", "value", Cancel)).Should().BeNull();
        (await target.EnsureSecretAsync("ana", "token", "value", "first", Labels, Cancel)).Should().Be("first");
        (await target.EnsureSecretAsync("ana", "token", "value", "second", Labels, Cancel)).Should().Be("first");
        (await target.ReadSecretAsync("ana", "token", "value", Cancel)).Should().Be("first");
        (await target.ReadSecretAsync("ana", "token", "other", Cancel)).Should().BeNull();
    }

    [Fact]
    public async Task Secrets_are_not_deleted_without_a_selector()
    {
        await using var api = await TinyApi.StartAsync();
        await using var target = Watched.Start(api.Kubeconfig);
        await target.Awaiting(it => it.DeleteSecretsAsync("ana", " ", Cancel)).Should().ThrowAsync<ArgumentException>();
    }

    [Theory]
    [InlineData(403, "The target `lab` forbids the portal to create namespace `ana`: namespaces/ana is refused")]
    [InlineData(401, "The target `lab` does not accept the credentials of its kubeconfig; renew them. It was asked to create namespace `ana`.")]
    [InlineData(500, "The target `lab` refused to create namespace `ana`: namespaces/ana is refused")]
    public async Task A_refusal_is_told_in_plain_words(int code, string message)
    {
        await using var api = await TinyApi.StartAsync();
        api.Refuse = _ => code;
        await using var target = Watched.Start(api.Kubeconfig);
        (await target.Awaiting(it => it.EnsureNamespaceAsync("ana", Labels, Cancel)).Should().ThrowAsync<TargetException>()).WithMessage(message);
    }
}
