using Dodas.Benchmarks;

var benchmarks = new Dictionary<string, Func<CancellationToken, Task<IReadOnlyList<Figure>>>>
{
    ["deploy"] = DeployBenchmark.RunAsync,
};

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    interrupted.Cancel();
};

var names = args.Where(argument => argument != "--full").ToArray();
if (names.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"bench: there is no '{unknown}'; there are: {string.Join(", ", benchmarks.Keys)}");
    return 2;
}

var shortOfGoal = false;
foreach (var name in names.Length > 0 ? names : [.. benchmarks.Keys])
{
    foreach (var figure in await benchmarks[name](interrupted.Token))
    {
        Console.WriteLine(figure);
        shortOfGoal |= figure.IsShort;
    }
}

return shortOfGoal ? 1 : 0;
