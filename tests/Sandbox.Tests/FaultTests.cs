using System.Net;

namespace Dodas.Sandbox.Tests;

/// <summary>Has a sandbox of its own, since its faults would hit every other test.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private readonly RunningSandbox sandbox = new();

    public ValueTask InitializeAsync() => sandbox.InitializeAsync();

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    [Fact]
    public async Task Requests_fail_as_often_as_asked_and_watches_end_when_dropped()
    {
        var path = new Uri("/api/v1/namespaces", UriKind.Relative);
        sandbox.Cluster.Faults.FailNext(2, 429);
        (await sandbox.Http.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        (await sandbox.Http.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        (await sandbox.Http.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode.Should().Be(HttpStatusCode.OK);

        using var stream = new StreamReader(await sandbox.Http.GetStreamAsync("/api/v1/namespaces?watch=true", TestContext.Current.CancellationToken));
        (await stream.ReadLineAsync(TestContext.Current.CancellationToken)).Should().Contain("ADDED");
        sandbox.Cluster.Faults.DropWatches();
        while (await stream.ReadLineAsync(TestContext.Current.CancellationToken) is not null)
        {
            // What was already on its way.
        }

        sandbox.Cluster.Faults.Outage(TimeSpan.FromMinutes(10));
        var get = () => sandbox.Http.GetAsync(path, TestContext.Current.CancellationToken);
        await get.Should().ThrowAsync<HttpRequestException>();
    }
}
