using Dodas.Deployer.Clusters;
using MudBlazor;

namespace Dodas.Portal.Layout;

/// <summary>How a state looks: a word, an icon and a tone of the theme.</summary>
/// <param name="Word">What a person reads.</param>
/// <param name="Icon">SVG content of the icon.</param>
/// <param name="Tone"><c>good</c>, <c>busy</c>, <c>warn</c>, <c>bad</c> or <c>quiet</c>; a class of the style sheet.</param>
/// <param name="Busy">Shown turning instead of with the icon.</param>
public sealed record StateLook(string Word, string Icon, string Tone, bool Busy = false)
{
    /// <summary>A cluster's, a release's or an object's state.</summary>
    public static StateLook Of(ClusterState state) => state switch
    {
        ClusterState.Ready => new("Ready", Icons.Material.Rounded.CheckCircle, "good"),
        ClusterState.Progressing => new("Progressing", Icons.Material.Rounded.Sync, "busy", Busy: true),
        ClusterState.Suspended => new("Suspended", Icons.Material.Rounded.PauseCircle, "quiet"),
        ClusterState.Missing => new("Missing", Icons.Material.Rounded.HelpCenter, "warn"),
        ClusterState.Failed => new("Failed", Icons.Material.Rounded.Error, "bad"),
        ClusterState.Unknown => new("Unknown", Icons.Material.Rounded.Help, "warn"),
        ClusterState.Deleting => new("Deleting", Icons.Material.Rounded.AutoDelete, "quiet", Busy: true),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Give every state a look."),
    };

    /// <summary>An operation's state.</summary>
    public static StateLook Of(OperationState state) => state switch
    {
        OperationState.Queued => new("Queued", Icons.Material.Rounded.HourglassEmpty, "quiet"),
        OperationState.Running => new("Running", Icons.Material.Rounded.Sync, "busy", Busy: true),
        OperationState.Cancelling => new("Cancelling", Icons.Material.Rounded.Sync, "quiet", Busy: true),
        OperationState.Interrupted => new("Interrupted", Icons.Material.Rounded.PauseCircle, "warn"),
        OperationState.Succeeded => new("Succeeded", Icons.Material.Rounded.CheckCircle, "good"),
        OperationState.Failed => new("Failed", Icons.Material.Rounded.Error, "bad"),
        OperationState.Cancelled => new("Cancelled", Icons.Material.Rounded.Cancel, "quiet"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Give every state a look."),
    };

    /// <summary>A step's state.</summary>
    public static StateLook Of(StepState state) => state switch
    {
        StepState.Pending => new("Pending", Icons.Material.Rounded.RadioButtonUnchecked, "quiet"),
        StepState.Applying => new("Applying", Icons.Material.Rounded.Sync, "busy", Busy: true),
        StepState.Waiting => new("Waiting", Icons.Material.Rounded.Sync, "busy", Busy: true),
        StepState.Ready => new("Done", Icons.Material.Rounded.CheckCircle, "good"),
        StepState.Failed => new("Failed", Icons.Material.Rounded.Error, "bad"),
        StepState.Skipped => new("Skipped", Icons.Material.Rounded.RemoveCircle, "quiet"),
        StepState.RolledBack => new("Rolled back", Icons.Material.Rounded.Undo, "warn"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Give every state a look."),
    };
}
