using Dodas.Deployer.Targets;

namespace Dodas.Deployer.Tests.Targets;

public sealed class TargetWatchTests
{
    private const string Ours = """{"metadata":{"labels":{"app.kubernetes.io/managed-by":"dodas-portal"}}}""";

    [Fact]
    public async Task What_is_there_and_what_comes_is_in_the_snapshot()
    {
        await using var api = await TinyApi.StartAsync();
        api.Put("namespaces/ana", Ours);
        api.Put("pods/ana/first");
        await using var target = Watched.Start(api.Kubeconfig);

        var before = await target.ReadAsync("ana");
        before.Has("Pod", "first").Should().BeTrue();
        before.ReadAt.Should().NotBeNull();

        api.Put("pods/ana/second");
        var after = await target.UntilAsync("ana", snapshot => snapshot.Has("Pod", "second"));
        after.Version.Should().BeGreaterThan(before.Version);
        before.Has("Pod", "second").Should().BeFalse("a snapshot never changes");

        api.Delete("pods/ana/first");
        await target.UntilAsync("ana", snapshot => !snapshot.Has("Pod", "first"));
    }

    [Fact]
    public async Task Documents_are_kept_with_their_kind_and_without_what_explains_nothing()
    {
        await using var api = await TinyApi.StartAsync();
        api.Put("namespaces/ana", Ours);
        api.Put("pods/ana/p", """{"metadata":{"managedFields":[{"manager":"helm"}],"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}","kept":"yes"}},"spec":{"nodeName":"n"}}""");
        await using var target = Watched.Start(api.Kubeconfig);

        var pod = (await target.ReadAsync("ana")).Objects.Single(item => item.Reference.Kind == "Pod");
        pod.Reference.Should().Be(new ObjectReference("v1", "Pod", "ana", "p"));
        pod.Document["kind"]!.GetValue<string>().Should().Be("Pod");
        pod.Document["metadata"]!["managedFields"].Should().BeNull();
        pod.Document["metadata"]!["annotations"]!.ToJsonString().Should().Be("""{"kept":"yes"}""");
        pod.Document["spec"]!["nodeName"]!.GetValue<string>().Should().Be("n");
    }

    [Fact]
    public async Task A_namespace_that_someone_asks_for_later_is_read_then()
    {
        await using var api = await TinyApi.StartAsync();
        api.Put("namespaces/ana", Ours);
        api.Put("namespaces/other");
        api.Put("pods/other/p");
        await using var target = Watched.Start(api.Kubeconfig);
        await target.ReadAsync("ana");

        (await target.ReadAsync("other")).Has("Pod", "p").Should().BeTrue();
        api.Put("pods/other/q");
        await target.UntilAsync("other", snapshot => snapshot.Has("Pod", "q"));
    }

    [Fact]
    public async Task A_namespace_that_does_not_exist_is_empty_and_its_coming_is_seen()
    {
        await using var api = await TinyApi.StartAsync();
        await using var target = Watched.Start(api.Kubeconfig);
        (await target.ReadAsync("later")).Objects.Should().BeEmpty();

        api.Put("namespaces/later");
        api.Put("pods/later/p");
        await target.UntilAsync("later", snapshot => snapshot.Has("Pod", "p") && snapshot.Has("Namespace", "later"));
    }

    [Fact]
    public async Task A_watch_that_ends_is_resumed_where_it_was()
    {
        await using var api = await TinyApi.StartAsync();
        api.Put("namespaces/ana", Ours);
        await using var target = Watched.Start(api.Kubeconfig);
        await target.ReadAsync("ana");
        api.Bookmark();
        api.Requests.Clear();

        api.EndWatches(lastWords: """{"type":"ADDED","obj""");
        await AllWatchedAsync(api);
        api.Put("pods/ana/p");

        (await target.UntilAsync("ana", snapshot => snapshot.Has("Pod", "p"))).Error.Should().BeNull();
        api.Requests.Should().NotContain(request => request.StartsWith("list"));
    }

    [Fact]
    public async Task A_resume_point_that_is_too_old_leads_to_a_new_list()
    {
        await using var api = await TinyApi.StartAsync();
        api.Put("namespaces/ana", Ours);
        api.Put("pods/ana/goes");
        await using var target = Watched.Start(api.Kubeconfig);
        await target.ReadAsync("ana");

        api.EndWatches();
        api.ForgetVersions();
        api.Delete("pods/ana/goes");
        api.Put("pods/ana/comes");

        await target.UntilAsync("ana", snapshot => snapshot.Has("Pod", "comes") && !snapshot.Has("Pod", "goes"));
    }

    [Fact]
    public async Task While_the_target_is_away_every_namespace_says_so_and_afterwards_it_is_listed_anew()
    {
        await using var api = await TinyApi.StartAsync();
        api.Put("namespaces/ana", Ours);
        api.Put("pods/ana/goes");
        await using var target = Watched.Start(api.Kubeconfig);
        var before = await target.ReadAsync("ana");
        var port = api.Port;

        await api.StopServerAsync();
        var away = await target.UntilAsync("ana", snapshot => snapshot.Error is not null);
        away.Error.Should().StartWith("The target `lab` cannot be reached: Connection ");
        away.Has("Pod", "goes").Should().BeTrue("what was known stays");
        away.ReadAt.Should().BeOnOrAfter(before.ReadAt!.Value);

        api.Delete("pods/ana/goes");
        await api.StartAgainAsync(port);
        var back = await target.UntilAsync("ana", snapshot => snapshot.Error is null && !snapshot.Has("Pod", "goes"));
        back.ReadAt.Should().BeAfter(away.ReadAt!.Value);
    }

    [Fact]
    public async Task A_target_that_hangs_is_noticed_and_so_is_its_return()
    {
        await using var api = await TinyApi.StartAsync();
        api.Put("namespaces/ana", Ours);
        await using var target = Watched.Start(api.Kubeconfig, options => options.AnswerLimit = TimeSpan.FromMilliseconds(300));
        await target.ReadAsync("ana");

        var pause = new TaskCompletionSource();
        api.Pause = pause.Task;
        (await target.UntilAsync("ana", snapshot => snapshot.Error is not null)).Error.Should().Contain("does not answer");

        pause.SetResult();
        api.Put("pods/ana/p");
        await target.UntilAsync("ana", snapshot => snapshot.Error is null && snapshot.Has("Pod", "p"));
    }

    [Fact]
    public async Task A_watch_that_says_nothing_for_too_long_is_opened_anew()
    {
        await using var api = await TinyApi.StartAsync();
        api.Put("namespaces/ana", Ours);
        await using var target = Watched.Start(api.Kubeconfig, options => options.SilenceLimit = TimeSpan.FromMilliseconds(1500));
        await target.ReadAsync("ana");
        api.Requests.Clear();

        await UntilAsync(() => api.Requests.Contains("watch pods"));
        target.Snapshot("ana").Error.Should().BeNull();
        api.Requests.Should().NotContain("list pods");
    }

    [Fact]
    public async Task Where_listing_everywhere_is_forbidden_each_namespace_is_watched_by_itself()
    {
        await using var api = await TinyApi.StartAsync();
        api.Put("pods/ana/p");
        api.Put("pods/ben/q");
        api.Refuse = path => path.Contains("/namespaces/ana/", StringComparison.Ordinal) || path is "version" ? null : 403;
        await using var target = Watched.Start(api.Kubeconfig);

        (await target.ReadAsync("ana")).Has("Pod", "p").Should().BeTrue();
        api.Put("pods/ana/r");
        await target.UntilAsync("ana", snapshot => snapshot.Has("Pod", "r"));

        var forbidden = await target.UntilAsync("ben", snapshot => snapshot.Error?.Contains("forbids", StringComparison.Ordinal) == true);
        forbidden.Error.Should().Match("The target `lab` forbids the portal to list * in namespace `ben`: */ben is refused");
        target.Snapshot("ana").Error.Should().BeNull("one namespace says nothing about another");
    }

    [Fact]
    public async Task A_kind_that_is_not_served_is_left_out_and_a_custom_one_is_found()
    {
        await using var api = await TinyApi.StartAsync();
        api.Put("namespaces/ana", Ours);
        api.Put("widgets/ana/w");
        api.Refuse = path => path.Contains("horizontalpodautoscalers", StringComparison.Ordinal) ? 404 : null;
        await using var target = Watched.Start(api.Kubeconfig);
        (await target.ReadAsync("ana")).Kinds.Should().NotContain(new KindName("autoscaling", "HorizontalPodAutoscaler")).And.Contain(new KindName("", "Pod"));

        await target.WatchKindsAsync(
            [new("example.org/v1", "Widget", "ana", "w"), new("example.org/v1", "Gadget", "ana", "g"), new("nobody.org/v1", "Thing", "ana", "t"), new("v1", "Secret", "ana", "s")],
            TestContext.Current.CancellationToken);

        var snapshot = target.Snapshot("ana");
        snapshot.Has("Widget", "w").Should().BeTrue();
        snapshot.Kinds.Should().Contain(new KindName("example.org", "Widget")).And.NotContain(kind => kind.Kind == "Gadget" || kind.Kind == "Thing" || kind.Kind == "Secret");
        api.Requests.Should().NotContain(request => request.Contains("secrets"));
    }

    [Fact]
    public async Task A_kubeconfig_may_come_later()
    {
        await using var api = await TinyApi.StartAsync();
        api.Put("namespaces/ana", Ours);
        var text = await File.ReadAllTextAsync(api.Kubeconfig, TestContext.Current.CancellationToken);
        File.Delete(api.Kubeconfig);
        await using var target = Watched.Start(api.Kubeconfig);
        await target.UntilAsync("ana", snapshot => snapshot.Error?.Contains("there is no kubeconfig", StringComparison.Ordinal) == true);

        await File.WriteAllTextAsync(api.Kubeconfig, text, TestContext.Current.CancellationToken);
        await target.ReadAsync("ana");
    }

    [Theory]
    [InlineData("")]
    [InlineData("apiVersion: v1\nkind: Config\n")]
    public async Task A_kubeconfig_may_be_seen_half_written(string beginning)
    {
        await using var api = await TinyApi.StartAsync();
        api.Put("namespaces/ana", Ours);
        var text = await File.ReadAllTextAsync(api.Kubeconfig, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(api.Kubeconfig, beginning, TestContext.Current.CancellationToken);
        await using var target = Watched.Start(api.Kubeconfig);
        await target.UntilAsync("ana", snapshot => snapshot.Error?.Contains("cannot be used", StringComparison.Ordinal) == true);

        await File.WriteAllTextAsync(api.Kubeconfig, text, TestContext.Current.CancellationToken);
        await target.ReadAsync("ana");
    }

    private static Task AllWatchedAsync(TinyApi api) => UntilAsync(() => api.Watches == 15);

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!holds()) await Task.Delay(10, limit.Token);
    }
}
