using Dodas.Deployer.Clusters;
using Dodas.Deployer.Helm;
using Microsoft.Extensions.Logging;

namespace Dodas.Deployer.Operations;

/// <summary>Finds operations whose runner died and makes them ready to be taken up again.</summary>
internal sealed class OperationRecovery(OperationQueue queue, OperationStore store, HelmJournal journal, ILogger<OperationRecovery> log)
{
    /// <summary>At the start of the program: no helm of an earlier run may be at work when an operation is taken up.</summary>
    public async Task AtStartAsync(CancellationToken cancellationToken)
    {
        await journal.EndSurvivorsAsync(cancellationToken);
        await ReleaseOrphansAsync(atStart: true, cancellationToken);
    }

    /// <summary>While it runs: claims that have ended.</summary>
    public Task LookAgainAsync(CancellationToken cancellationToken) => ReleaseOrphansAsync(atStart: false, cancellationToken);

    private async Task ReleaseOrphansAsync(bool atStart, CancellationToken cancellationToken)
    {
        foreach (var (id, state) in await queue.OrphansAsync(atStart, cancellationToken))
        {
            log.LogInformation("Operation {Operation} was {State} when its deployer ended; {What}.", id, state, state == OperationState.Cancelling ? "it is cancelled now" : "it will be taken up again");
            if (state == OperationState.Cancelling) await store.StopAsync(id, cancellationToken);
            else await store.MoveAsync(id, OperationEvent.Interrupt, "", cancellationToken);
        }
    }
}
