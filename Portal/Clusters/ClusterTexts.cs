using Dodas.Deployer.Clusters;

namespace Dodas.Portal.Clusters;

/// <summary>What people read about their clusters.</summary>
public static class ClusterTexts
{
#pragma warning disable CS1591 // Each text says itself what it is.
    public const string Title = "My clusters";
    public const string Lead = "Everything you run, with how it is right now.";
    public const string EmptyTitle = "What would you like to work with?";
    public const string EmptyLead = "Choose a recipe: it brings its blocks already connected, and you can change everything before anything starts.";
    public const string FromNothing = "Start from nothing";
    public const string ListFailed = "Your clusters cannot be shown";
    public const string ReadFailed = "The portal could not read them. It has written the reason to its log.";
    public const string Open = "Open";
    public const string Delete = "Delete";
    public const string NoRecipes = "No recipe is published yet. Start from single blocks instead.";

    public const string NotFoundTitle = "There is no cluster of this name";
    public const string NotFound = "It may have been deleted, or it belongs to somebody else.";
    public const string GoneTitle = "This cluster is deleted";
    public const string Gone = "Nothing of it is left that the portal made, except volumes you asked to keep.";
    public const string Why = "Why";
    public const string Observed = "Seen";
    public const string NotObserved = "The target has not been read yet.";
    public const string Composition = "Composition";
    public const string Releases = "Parts";
    public const string Objects = "Details";
    public const string HelmSays = "Helm";
    public const string NotInstalled = "not installed yet";
    public const string NoObjects = "Nothing of it is in the target yet.";
    public const string Endpoints = "Ways in";
    public const string NoEndpoints = "This cluster offers no address.";
    public const string PortForward = "From your own machine";
    public const string InsideOnly = "Works inside the Kubernetes cluster.";
    public const string ShowSecret = "Show secret";
    public const string HideSecret = "Hide";
    public const string Secret = "Secret";
    public const string NoSecret = "There is no secret yet.";
    public const string SecretFailed = "The secret cannot be read now. Try again in a moment.";
    public const string Facts = "About";
    public const string Owner = "Owner";
    public const string Project = "Project";
    public const string Target = "Target";
    public const string Namespace = "Namespace";
    public const string Created = "Created";
    public const string Expires = "Ends";
    public const string History = "History";
    public const string RequestedBy = "by";
    public const string Wave = "Wave";
    public const string DeleteTitle = "Delete this cluster?";
    public const string VolumesQuestion = "What should happen to its volumes and the data on them?";
    public const string DeleteVolumes = "Delete the volumes";
    public const string DeleteVolumesHelp = "All data on them is lost for good.";
    public const string KeepVolumes = "Keep the volumes";
    public const string KeepVolumesHelp = "They stay in the namespace and go on counting as used storage.";
    public const string TypeName = "Type the name to confirm";
    public const string Cancel = "Cancel";
    public const string DeleteGone = "It is gone already.";
#pragma warning restore CS1591

    /// <summary>What a deletion stops and removes.</summary>
    public static string DeleteLead(string name) => $"Everything that runs in '{name}' stops and is removed. This cannot be undone.";

    /// <summary>Said when a deletion has begun.</summary>
    public static string Deleting(string name) => $"'{name}' is being deleted.";

    /// <summary>What an operation does, as a heading.</summary>
    public static string Doing(OperationView operation) => (operation.Kind, operation.State) switch
    {
        (OperationKind.Create, OperationState.Succeeded) => "Created",
        (OperationKind.Create, OperationState.Failed) => "Creating failed",
        (OperationKind.Create, OperationState.Cancelled) => "Creating was cancelled",
        (OperationKind.Create, OperationState.Queued) => "Creating will start soon",
        (OperationKind.Create, _) => "Creating",
        (OperationKind.Delete, OperationState.Succeeded) => "Deleted",
        (OperationKind.Delete, OperationState.Failed) => "Deleting failed",
        (OperationKind.Delete, OperationState.Cancelled) => "Deleting was cancelled",
        (OperationKind.Delete, OperationState.Queued) => "Deleting will start soon",
        (OperationKind.Delete, _) => "Deleting",
        _ => operation.Kind.ToString(),
    };

    /// <summary>How far an operation is.</summary>
    public static string Progress(int done, int all) => $"{done} of {all} steps done";

    /// <summary>How many clusters there are.</summary>
    public static string Count(int count) => count == 1 ? "1 cluster" : $"{count} clusters";
}
