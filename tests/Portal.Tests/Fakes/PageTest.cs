using Bunit;
using Dodas.Catalog;
using Dodas.Deployer.Clusters;
using Dodas.Deployer.Targets;
using Dodas.Portal.Accounts;
using Dodas.Portal.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dodas.Portal.Tests.Fakes;

/// <summary>A page with its services: fakes at the doors, the pages' own services for real, a clock that stands still.</summary>
public abstract class PageTest : BunitContext
{
    private readonly FakeActor person = new(Samples.Ana);

    protected PageTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddPageParts();
        Services.AddScoped<Microsoft.AspNetCore.Components.Server.ProtectedBrowserStorage.ProtectedLocalStorage>();
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton<IClusters>(Clusters);
        Services.AddSingleton<IChartCatalog>(Catalog);
        Services.AddSingleton<ITargets>(new FakeTargets());
        Services.AddSingleton<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>(new Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider());
        AddAuthorization().SetAuthorized("ana");
        Services.AddSingleton<ICurrentActor>(person);
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        Catalog.Blocks.AddRange([Samples.Jupyter, Samples.HTCondor]);
        Catalog.Recipes.Add(Samples.Recipe);
    }

    protected FakeClusters Clusters { get; } = new();

    protected FakeCatalog Catalog { get; } = new();

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(Samples.Now));

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    protected void ActAs(Actor actor) => person.Actor = actor;

    /// <summary>Waits until a page's subscription is open, or closed.</summary>
    protected async Task WatchersAsync(int count)
    {
        while (Clusters.Watchers != count)
            await Task.Delay(5, Xunit.TestContext.Current.CancellationToken);
    }
}
