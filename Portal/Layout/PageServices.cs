using Dodas.Portal.Clusters;
using Dodas.Portal.Compose;
using MudBlazor.Services;

namespace Dodas.Portal.Layout;

/// <summary>Registers what the pages need beside the catalog, the clusters, the targets and the acting person.</summary>
public static class PageServices
{
    /// <summary>Adds the pages' own services and the interactive server components that carry them.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        return services.AddPageParts();
    }

    /// <summary>Adds the pages' own services alone.</summary>
    public static IServiceCollection AddPageParts(this IServiceCollection services)
    {
        services.AddMudServices(options => options.SnackbarConfiguration.PositionClass = MudBlazor.Defaults.Classes.Position.BottomCenter);
        services.AddSingleton<Handover>();
        services.AddScoped<DeletionDialogs>();
        services.AddScoped<ComposeDrafts>();
        return services;
    }
}
