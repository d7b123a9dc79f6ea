using Dodas.Deployer.Operations;
using Dodas.Deployer.Storage;

namespace Dodas.Deployer.Clusters;

/// <summary>Operations as pages and the API show them.</summary>
internal static class OperationViews
{
    /// <summary>The view of an operation.</summary>
    public static OperationView Of(OperationRow operation) => new()
    {
        Id = operation.Id,
        Kind = operation.Kind,
        Cluster = operation.ClusterId,
        State = operation.State,
        Cause = operation.Cause,
        RequestedBy = operation.RequestedBy,
        CreatedAt = operation.CreatedAt,
        FinishedAt = operation.FinishedAt,
        Steps = [.. operation.Steps.OrderBy(step => step.Position).Select(step => new StepView(step.Name, step.Wave, step.State, CauseOf(step, operation), step.StartedAt, step.FinishedAt))],
    };

    /// <summary>The steps that a step waits for before it can begin.</summary>
    public static IReadOnlyList<StepRow> WaitsFor(StepRow step, OperationRow operation) =>
        step.State == StepState.Pending && !operation.State.HasEnded() ? [.. operation.Steps.Where(other => other.Wave < step.Wave && !other.State.HasEnded())] : [];

    /// <summary>A sentence that names them.</summary>
    public static string Waiting(IReadOnlyList<StepRow> steps) => $"Waits for {string.Join(", ", steps.Select(step => step.Kind == StepKind.Prepare ? "the namespace and its secrets" : step.Name))}.";

    private static string CauseOf(StepRow step, OperationRow operation)
    {
        if (step.State != StepState.Pending || operation.State.HasEnded()) return step.Cause;
        if (operation.State == OperationState.Queued) return "";
        return WaitsFor(step, operation) is { Count: > 0 } waits ? Waiting(waits) : "";
    }
}
