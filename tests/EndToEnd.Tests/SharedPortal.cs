using Dodas.EndToEnd.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(SharedPortal))]
// One machine with two cores: side by side the tests would measure each other.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Dodas.EndToEnd.Tests;

/// <summary>One portal on fresh data for all tests that do not kill it.</summary>
public sealed class SharedPortal : IAsyncLifetime
{
    private PortalProcess? portal;

    internal PortalProcess Portal => portal ?? throw new InvalidOperationException("The portal is not up.");

    public async ValueTask InitializeAsync() => portal = await PortalProcess.StartAsync(PortalProcess.FreshData(), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (portal is null)
            return;
        await portal.DisposeAsync();
        Directory.Delete(portal.Data, recursive: true);
    }
}
