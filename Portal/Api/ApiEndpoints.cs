using Dodas.Portal.Accounts;

namespace Dodas.Portal.Api;

/// <summary>The REST API under <c>/api/v1</c>, described at <c>/openapi/v1.json</c>.</summary>
internal static class ApiEndpoints
{
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").RequireAuthorization(AccountServices.ApiPolicy).DisableAntiforgery();
        api.MapGroup("").WithTags("Catalog").MapCharts();
        api.MapGroup("").WithTags("Repositories").MapRepositories();
        api.MapGroup("").WithTags("Compositions").MapCompositions();
        api.MapGroup("").WithTags("Clusters").MapClusters();
    }
}
