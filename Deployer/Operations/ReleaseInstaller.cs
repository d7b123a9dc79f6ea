using Dodas.Catalog;
using Dodas.Deployer.Clusters;
using Dodas.Deployer.Helm;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Targets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dodas.Deployer.Operations;

/// <summary>Brings one release to what it is meant to be, from whatever state a helm before may have left it in, and waits until it is ready.</summary>
internal sealed class ReleaseInstaller(
    HelmCli helm, IChartCatalog catalog, OperationStore store, StepWaves steps, ReleaseWatch watch, IOptions<DeployerOptions> options, TimeProvider time, ILogger<ReleaseInstaller> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Carries out an install step.</summary>
    /// <param name="work">The operation.</param>
    /// <param name="step">The step.</param>
    /// <param name="target">Where to.</param>
    /// <param name="applied">Called once the release is in the target, before it is waited for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationFailedException">helm refused and the target can be read, so trying again would not help.</exception>
    public async Task RunAsync(OperationWork work, StepRow step, ITarget target, Action applied, CancellationToken cancellationToken)
    {
        var release = work.Release(step);
        var named = Named(work, release, target);
        // Nothing can be there before the step was ever begun, so helm need not be asked.
        TakeUp? next = step.State == StepState.Pending ? new TakeUp.Apply() : null;
        await store.MoveStepAsync(work, step, StepEvent.Apply, "", cancellationToken);

        for (var isThere = false; !isThere;)
        {
            next ??= await DecideAsync(release, named, cancellationToken);
            if (next is not TakeUp.Apply) log.LogInformation("Taking up release {Release}: {Action}.", release.Name, next);
            (isThere, next) = await DoAsync(next, work, step, release, named, cancellationToken);
        }

        var objects = StoredJson.Read<List<ObjectReference>>(release.Objects ?? "[]");
        await steps.PatientlyAsync(work, step, token => target.WatchKindsAsync(objects, token), cancellationToken);
        await store.MoveStepAsync(work, step, StepEvent.Wait, step.Cause, cancellationToken);
        applied();
        await watch.UntilReadyAsync(work, step, target, objects, cancellationToken);
        await store.GoodAsync(release, cancellationToken);
    }

    /// <summary>The release as helm's commands take it.</summary>
    public static HelmCli.ReleaseIn Named(OperationWork work, ReleaseRow release, ITarget target) =>
        new(new HelmAccess(target.KubeconfigPath, target.Context), work.Cluster.Id, work.Cluster.Namespace, release.Name);

    private async Task<TakeUp> DecideAsync(ReleaseRow release, HelmCli.ReleaseIn named, CancellationToken cancellationToken)
    {
        var state = await helm.StateAsync(named, cancellationToken);
        var history = state is HelmState.Present { IsPending: true } ? await helm.HistoryAsync(named, cancellationToken) : [];
        return TakeUp.Decide(release.Digest, release.GoodRevision, state, history);
    }

    private async Task<(bool IsThere, TakeUp? Next)> DoAsync(
        TakeUp action, OperationWork work, StepRow step, ReleaseRow release, HelmCli.ReleaseIn named, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case TakeUp.Wait:
                if (await helm.StatusAsync(named, cancellationToken) is not { } known) return (false, null);
                await store.HelmSaidAsync(work, release, known.Revision, known.Status, known.Objects, cancellationToken);
                return (true, null);
            case TakeUp.Apply:
                return await ApplyAsync(work, release, named, cancellationToken) ? (true, null) : (false, null);
            case TakeUp.InstallAnew:
                await RequireAsync(await helm.UninstallAsync(named, hooks: true, options.Value.StepDeadline, cancellationToken), release, named, cancellationToken);
                return (false, null);
            case TakeUp.RollBack back:
                await RequireAsync(await helm.RollbackAsync(named, back.Revision, options.Value.StepDeadline, cancellationToken), release, named, cancellationToken);
                return (false, null);
            case TakeUp.LookAgain later:
                await store.ExplainStepAsync(work, step, later.Message, cancellationToken);
                await Task.Delay(Pause, time, cancellationToken);
                return (false, null);
            default:
                throw new InvalidOperationException($"Nobody knows how to {action}.");
        }
    }

    private async Task<bool> ApplyAsync(OperationWork work, ReleaseRow release, HelmCli.ReleaseIn named, CancellationToken cancellationToken)
    {
        var planned = OperationWork.Planned(release);
        string archive;
        try
        {
            archive = await catalog.ArchiveAsync(planned.Chart, cancellationToken);
        }
        catch (ChartUnavailableException exception)
        {
            throw new OperationFailedException(exception.Message);
        }

        var outcome = await helm.ApplyAsync(named, archive, planned.Values, release.Digest, options.Value.StepDeadline, cancellationToken);
        if (outcome is HelmOutcome.Done { Release: { } done })
        {
            await store.HelmSaidAsync(work, release, done.Revision, done.Status, done.Objects, cancellationToken);
            return true;
        }

        // What stands of it is shown, and can be deleted.
        if (await helm.StatusAsync(named, cancellationToken) is { } left)
            await store.HelmSaidAsync(work, release, left.Revision, left.Status, left.Objects, cancellationToken);
        await RequireAsync(outcome, release, named, cancellationToken);
        return false;
    }

    // helm's exit code says nothing about why: a target that cannot be asked now is worth another try, a pending release is recovered, the rest is final.
    private async Task RequireAsync(HelmOutcome outcome, ReleaseRow release, HelmCli.ReleaseIn named, CancellationToken cancellationToken)
    {
        if (outcome is not HelmOutcome.Refused refused) return;
        log.LogWarning("helm refused release {Release}: {Message}", release.Name, refused.Message);
        var state = await helm.StateAsync(named, cancellationToken);
        if (state is HelmState.Unreadable or HelmState.Present { IsPending: true }) return;
        throw new OperationFailedException(refused.Message);
    }
}
