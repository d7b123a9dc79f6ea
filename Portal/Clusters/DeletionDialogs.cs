using Dodas.Catalog;
using Dodas.Deployer.Clusters;
using MudBlazor;

namespace Dodas.Portal.Clusters;

/// <summary>Asks whether to delete a cluster and what happens to its volumes, and asks for the deletion.</summary>
public sealed class DeletionDialogs(IDialogService dialogs, ISnackbar messages, IClusters clusters)
{
    /// <summary>Opens the dialog; does nothing when the person thinks better of it.</summary>
    public async Task AskAsync(Actor actor, ClusterView cluster, CancellationToken cancellationToken)
    {
        var parameters = new DialogParameters<DeleteDialog> { { dialog => dialog.Name, cluster.Name } };
        var dialog = await dialogs.ShowAsync<DeleteDialog>(ClusterTexts.DeleteTitle, parameters);
        if (await dialog.Result is not { Canceled: false, Data: VolumePolicy volumes })
            return;

        if (await clusters.DeleteAsync(actor, cluster.Id, cluster.Project, volumes, cancellationToken) is DeleteOutcome.NotFound)
            messages.Add(ClusterTexts.DeleteGone, MudBlazor.Severity.Info);
        else
            messages.Add(ClusterTexts.Deleting(cluster.Name), MudBlazor.Severity.Normal);
    }
}
