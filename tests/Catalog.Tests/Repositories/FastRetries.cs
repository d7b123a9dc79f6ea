using Microsoft.Extensions.DependencyInjection;

namespace Dodas.Catalog.Tests.Repositories;

/// <summary>Real retries that do not wait a second each.</summary>
internal static class FastRetries
{
    public static void Use(IServiceCollection services) => services.Configure<CatalogOptions>(options => options.RetryDelay = TimeSpan.FromMilliseconds(1));
}
