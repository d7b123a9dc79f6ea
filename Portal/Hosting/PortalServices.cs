using System.Text.Json.Serialization;
using Dodas.Catalog;
using Dodas.Deployer;
using Dodas.Deployer.Storage;
using Dodas.Deployer.Targets;
using Dodas.Portal.Accounts;
using Dodas.Portal.Api;
using Dodas.Portal.Layout;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HostFiltering;

namespace Dodas.Portal.Hosting;

/// <summary>Puts the rooms together and brings their tables up to date.</summary>
internal static class PortalServices
{
    /// <summary>Long enough to end helm processes gracefully, short enough for a person who pressed Ctrl+C.</summary>
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(4);

    private static readonly string[] LoopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

    public static void Add(WebApplicationBuilder builder, PortalOptions options, DataFolder data, string kubeconfig, bool isSandbox)
    {
        var services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTime);
        services.AddSingleton(TimeProvider.System);
        services.PostConfigure<HostFilteringOptions>(filtering => Listening.AnswerToOwnNames(filtering, builder.Configuration["urls"]));
        services.AddDataProtection().SetApplicationName("Dodas.Portal")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(data.Path, "keys")));

        services.AddCatalog(catalog =>
        {
            catalog.LocalRepository = Path.GetFullPath(options.Charts);
            catalog.DataDirectory = data.Path;
            catalog.ConnectionString = data.ConnectionString;
            foreach (var host in options.AllowedRepositoryHosts)
                catalog.AllowedHosts.Add(host);
            if (isSandbox)
            {
                // On a person's own machine a repository served on loopback is what they are trying out.
                foreach (var loopback in LoopbackHosts)
                    catalog.AllowedHosts.Add(loopback);
            }
        });
        services.AddTargets(target =>
        {
            target.Name = isSandbox ? "sandbox" : "default";
            // helm runs in a folder of its own, so a relative path would lead it elsewhere.
            target.Kubeconfig = Path.GetFullPath(kubeconfig);
            target.Context = options.Context;
            target.IsSandbox = isSandbox;
        });
        services.AddDeployer(deployer =>
        {
            deployer.DataDirectory = data.Path;
            deployer.ConnectionString = data.ConnectionString;
            deployer.HelmPath = options.Helm;
            deployer.MaxConcurrency = options.HelmConcurrency;
            deployer.StepDeadline = options.StepDeadline;
        });

        services.AddAccounts(data.ConnectionString);
        services.AddPages();
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.AddProblemDetails();
        services.AddOpenApi(ApiDescription.Configure);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
    }

    public static async Task PrepareAsync(IServiceProvider services, PortalOptions options, CancellationToken cancellationToken)
    {
        await CatalogStartup.MigrateAsync(services, cancellationToken);
        await services.GetRequiredService<DeployerDatabase>().MigrateAsync(cancellationToken);
        await AccountServices.PrepareAsync(services, options.BootstrapToken, cancellationToken);
    }
}
