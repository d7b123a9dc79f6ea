using System.Threading.Channels;
using Dodas.Portal.Layout;
using Microsoft.Extensions.Time.Testing;

namespace Dodas.Portal.Tests.Layout;

public sealed class LiveFeedTests
{
    private readonly FakeTimeProvider time = new();
    private readonly Channel<int> source = Channel.CreateUnbounded<int>();
    private readonly Channel<string> shown = Channel.CreateUnbounded<string>();

    [Fact]
    public async Task What_comes_faster_than_it_is_shown_is_passed_over_for_the_latest()
    {
        await using var feed = Open();
        source.Writer.TryWrite(1);
        (await NextAsync()).Should().Be("1");

        foreach (var number in Enumerable.Range(2, 50))
            source.Writer.TryWrite(number);
        await UntilReadAsync();
        time.Advance(LiveFeed<int>.Pause);

        (await NextAsync()).Should().Be("51");
        shown.Reader.Count.Should().Be(0);
    }

    [Fact]
    public async Task The_end_of_the_stream_is_told_after_the_last_snapshot()
    {
        await using var feed = Open();
        source.Writer.TryWrite(7);
        source.Writer.Complete();
        (await NextAsync()).Should().Be("7");

        time.Advance(LiveFeed<int>.Pause);

        (await NextAsync()).Should().Be("ended");
    }

    [Fact]
    public async Task A_stream_that_breaks_is_told_and_opened_again()
    {
        var opened = 0;
        await using var feed = new LiveFeed<int>(time, token => ++opened == 1 ? Throw() : source.Reader.ReadAllAsync(token), ShowAsync, () => TellAsync("ended"), error => TellAsync(error.Message));
        (await NextAsync()).Should().Be("gone");

        source.Writer.TryWrite(3);
        var next = NextAsync().AsTask();
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await next).Should().Be("3");
    }

    [Fact]
    public async Task Disposing_closes_the_stream_and_returns_when_nothing_runs_any_more()
    {
        var closed = false;
        var feed = new LiveFeed<int>(time, WatchAsync, ShowAsync, () => TellAsync("ended"), error => TellAsync(error.Message));
        source.Writer.TryWrite(1);
        await NextAsync();

        await feed.DisposeAsync();

        closed.Should().BeTrue();

        async IAsyncEnumerable<int> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                await foreach (var number in source.Reader.ReadAllAsync(cancellationToken))
                    yield return number;
            }
            finally
            {
                closed = true;
            }
        }
    }

    private static async IAsyncEnumerable<int> Throw()
    {
        await Task.Yield();
        if (DateTime.UnixEpoch.Year == 1970)
            throw new IOException("gone");
        yield return 0;
    }

    private LiveFeed<int> Open() => new(time, source.Reader.ReadAllAsync, ShowAsync, () => TellAsync("ended"), error => TellAsync(error.Message));

    private Task ShowAsync(int number) => TellAsync(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private Task TellAsync(string text) => shown.Writer.WriteAsync(text).AsTask();

    private ValueTask<string> NextAsync() => shown.Reader.ReadAsync(Xunit.TestContext.Current.CancellationToken);

    // Everything written has been taken by the feed's reading side.
    private async Task UntilReadAsync()
    {
        while (source.Reader.Count > 0)
            await Task.Yield();
    }
}
