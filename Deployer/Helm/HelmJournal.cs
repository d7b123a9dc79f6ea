using Dodas.Deployer.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dodas.Deployer.Helm;

/// <summary>Writes down every helm that changes something before it starts, so that one which outlives its portal is found and ended.</summary>
internal sealed class HelmJournal(IDbContextFactory<DeployerDbContext> contexts, IOptions<DeployerOptions> options, TimeProvider time, ILogger<HelmJournal> log)
{
    /// <summary>Before the start.</summary>
    /// <returns>The entry's id.</returns>
    public async Task<int> IntendAsync(HelmIntent intent, string command, string directory, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = new HelmProcessRow
        {
            ClusterId = intent.ClusterId,
            Release = intent.Release,
            Command = command,
            Host = Environment.MachineName,
            Directory = directory,
            IntendedAt = time.GetUtcNow().UtcDateTime,
        };
        db.HelmProcesses.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        return row.Id;
    }

    /// <summary>Right after the start.</summary>
    public async Task StartedAsync(int entry, int processId, CancellationToken cancellationToken)
    {
        var start = ProcessIdentity.StartOf(processId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.HelmProcesses.Where(row => row.Id == entry).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.ProcessId, processId).SetProperty(row => row.ProcessStart, start), cancellationToken);
    }

    /// <summary>After the end.</summary>
    public async Task EndedAsync(int entry, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.HelmProcesses.Where(row => row.Id == entry).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Ends every helm that an earlier run of this program left behind on this host, and removes the directories left over.</summary>
    public async Task EndSurvivorsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.HelmProcesses.Where(row => row.Host == Environment.MachineName).ToListAsync(cancellationToken);
        await Task.WhenAll(rows.Select(row => EndAsync(row, cancellationToken)));
        db.HelmProcesses.RemoveRange(rows);
        await db.SaveChangesAsync(cancellationToken);
        HelmDirectory.Sweep(options.Value.DataDirectory);
    }

    private async Task EndAsync(HelmProcessRow row, CancellationToken cancellationToken)
    {
        // Without a pid it died, or its portal did, in the moment between the two rows: its environment names the directory.
        var candidates = row is { ProcessId: { } id, ProcessStart: { } start }
            ? [(Id: id, Start: start)]
            : ProcessIdentity.WithEnvironment($"HELM_PLUGINS={row.Directory}/").Select(found => (Id: found, Start: ProcessIdentity.StartOf(found) ?? 0)).ToArray();
        foreach (var candidate in candidates)
        {
            if (await ProcessIdentity.EndAsync(candidate.Id, candidate.Start, options.Value.HelmGrace, time, cancellationToken))
                log.LogWarning("Ended helm {Command} of release {Release} (pid {ProcessId}), which had outlived its portal.", row.Command, row.Release, candidate.Id);
        }
    }
}
