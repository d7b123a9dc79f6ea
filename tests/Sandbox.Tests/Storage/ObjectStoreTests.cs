using System.Text.Json.Nodes;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Tests.Storage;

public sealed class ObjectStoreTests : IDisposable
{
    private static readonly GroupResource ConfigMaps = new("", "configmaps");
    private static readonly GroupResource Pods = new("", "pods");
    private readonly string folder = Directory.CreateTempSubdirectory("sandbox-store-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string File => Path.Combine(folder, "objects.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Objects_and_the_resource_version_survive_a_restart()
    {
        await using (var store = ObjectStore.Open(File, TimeProvider.System))
        {
            store.Create(new(ConfigMaps, "a", "kept"), ConfigMap("1"));
            store.Create(new(ConfigMaps, "a", "gone"), ConfigMap("1"));
            store.Delete(new(ConfigMaps, "a", "gone"));
            await store.WhenDurableAsync(Cancelled);
        }

        await using var again = ObjectStore.Open(File, TimeProvider.System);
        again.ResourceVersion.Should().Be(3);
        again.List(ConfigMaps).Should().ContainSingle().Which["data"]!["v"]!.GetValue<string>().Should().Be("1");
    }

    [Fact]
    public async Task A_watch_sees_every_change_from_its_start_in_order()
    {
        await using var store = ObjectStore.Open(null, TimeProvider.System);
        var key = new ObjectKey(ConfigMaps, "a", "x");
        store.Create(new(ConfigMaps, "a", "before"), ConfigMap("0"));
        var watch = store.WatchAsync(Cancelled);
        store.Create(key, ConfigMap("1"));
        store.Update(key, o => { o["data"]!["v"] = "2"; return true; });
        store.Delete(key);

        var seen = new List<(ChangeType, string)>();
        await foreach (var change in watch)
        {
            seen.Add((change.Type, change.Current["data"]!["v"]!.GetValue<string>()));
            if (seen.Count == 3)
                break;
        }

        seen.Should().Equal((ChangeType.Added, "1"), (ChangeType.Modified, "2"), (ChangeType.Deleted, "2"));
    }

    [Fact]
    public async Task A_write_that_changes_nothing_keeps_the_version()
    {
        await using var store = ObjectStore.Open(null, TimeProvider.System);
        var key = new ObjectKey(ConfigMaps, "a", "x");
        store.Create(key, ConfigMap("1"));
        store.Update(key, o => { o["data"]!["v"] = "1"; return true; });
        store.ResourceVersion.Should().Be(1);
    }

    [Fact]
    public async Task A_second_object_of_the_same_name_is_refused()
    {
        await using var store = ObjectStore.Open(null, TimeProvider.System);
        var key = new ObjectKey(ConfigMaps, "a", "x");
        store.Create(key, ConfigMap("1"));
        var again = () => store.Create(key, ConfigMap("1"));
        again.Should().Throw<StatusException>().WithMessage("configmaps \"x\" already exists").Which.Code.Should().Be(409);
    }

    [Fact]
    public async Task Finalizers_hold_an_object_until_the_last_is_removed()
    {
        await using var store = ObjectStore.Open(null, TimeProvider.System);
        var key = new ObjectKey(ConfigMaps, "a", "x");
        var document = ConfigMap("1");
        document["metadata"] = new JsonObject { ["finalizers"] = new JsonArray("example.com/hold") };
        store.Create(key, document);
        store.Delete(key);
        store.Find(key)!["metadata"]!["deletionTimestamp"].Should().NotBeNull();
        store.Update(key, o => o["metadata"]!.AsObject().Remove("finalizers"));
        store.Find(key).Should().BeNull();
    }

    [Fact]
    public async Task A_pod_on_a_node_gets_its_grace_period_and_goes_when_it_is_set_to_zero()
    {
        await using var store = ObjectStore.Open(null, TimeProvider.System);
        var key = new ObjectKey(Pods, "a", "x");
        store.Create(key, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["spec"] = new JsonObject { ["nodeName"] = "n" } });
        store.Delete(key)!["metadata"]!["deletionGracePeriodSeconds"]!.GetValue<int>().Should().Be(30);
        store.Delete(key, gracePeriodSeconds: 0);
        store.Find(key).Should().BeNull();
    }

    [Fact]
    public async Task A_watcher_that_falls_behind_the_history_is_told_so()
    {
        var log = new ChangeLog(10, maxChanges: 4);
        for (var version = 11; version < 20; version++)
            log.Append(new ObjectChange(ChangeType.Added, default, new StoredObject("{}"u8.ToArray(), version), null));
        log.Covers(15).Should().BeTrue();
        log.Covers(14).Should().BeFalse();
        var read = async () => await log.ReadAsync(12, Timeout.InfiniteTimeSpan, TimeProvider.System, Cancelled).GetAsyncEnumerator(Cancelled).MoveNextAsync();
        (await read.Should().ThrowAsync<StatusException>()).Which.Code.Should().Be(410);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_by_name()
    {
        System.IO.File.WriteAllText(File, new string('x', 5000));
        var open = () => ObjectStore.Open(File, TimeProvider.System);
        open.Should().Throw<IOException>().WithMessage("*objects.db*");
    }

    private static JsonObject ConfigMap(string value) => new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["data"] = new JsonObject { ["v"] = value } };
}
