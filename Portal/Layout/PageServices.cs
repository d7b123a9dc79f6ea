using Dodas.Portal.Clusters;
using Dodas.Portal.Compose;
using MudBlazor.Services;

namespace Dodas.Portal.Layout;

/// <summary>Registers what the pages need beside the catalog, the clusters, the targets and the acting person.</summary>
public static class PageServices
{
    /// <summary>Adds the pages' own services, interactive server components and MudBlazor.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddMudServices(options => options.SnackbarConfiguration.PositionClass = MudBlazor.Defaults.Classes.Position.BottomCenter);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddSingleton<Handover>();
        services.AddScoped<DeletionDialogs>();
        services.AddScoped<ComposeDrafts>();
        return services;
    }
}
