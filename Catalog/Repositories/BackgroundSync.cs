using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dodas.Catalog.Repositories;

/// <summary>Looks twice a minute whether a repository wants to be read again.</summary>
internal sealed class BackgroundSync(RepositoryRegister register, TimeProvider time, ILogger<BackgroundSync> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await register.SyncDueAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A locked database or a full disk now need not be one in half a minute.
                log.LogError(e, "Reading the repositories failed; it is tried again");
            }
        }
    }
}
