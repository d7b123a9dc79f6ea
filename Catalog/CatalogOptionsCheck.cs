using Microsoft.Extensions.Options;

namespace Dodas.Catalog;

/// <summary>Checks the options once at start and names every mistake, not only the first.</summary>
internal sealed class CatalogOptionsCheck : IValidateOptions<CatalogOptions>
{
    public ValidateOptionsResult Validate(string? name, CatalogOptions options)
    {
        List<string> wrong = [];
        if (string.IsNullOrWhiteSpace(options.LocalRepository))
            wrong.Add("Catalog:LocalRepository must name the folder of charts.");
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
            wrong.Add("Catalog:DataDirectory must name a folder that can be written.");
        foreach (var host in options.AllowedHosts)
            if (!Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var address) || address.PathAndQuery != "/" || address.UserInfo.Length > 0)
                wrong.Add($"Catalog:AllowedHosts: '{host}' is no host; write a host name or host:port, such as charts.example.org.");
        Must(options.SyncInterval >= TimeSpan.FromSeconds(10), nameof(options.SyncInterval), "at least ten seconds");
        Must(options.SyncInterval <= TimeSpan.FromDays(30), nameof(options.SyncInterval), "at most thirty days");
        Must(options.DownloadTimeout > TimeSpan.Zero, nameof(options.DownloadTimeout), "longer than nothing");
        Must(options.DownloadTimeout <= TimeSpan.FromHours(1), nameof(options.DownloadTimeout), "at most an hour");
        Must(options.MaxIndexBytes > 0, nameof(options.MaxIndexBytes), "more than 0");
        Must(options.MaxIndexVersions > 0, nameof(options.MaxIndexVersions), "more than 0");
        Must(options.MaxArchiveBytes > 0, nameof(options.MaxArchiveBytes), "more than 0");
        Must(options.MaxUnpackedBytes > 0, nameof(options.MaxUnpackedBytes), "more than 0");
        Must(options.MaxArchiveEntries > 0, nameof(options.MaxArchiveEntries), "more than 0");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);

        void Must(bool holds, string option, string need)
        {
            if (!holds)
                wrong.Add($"Catalog:{option} must be {need}.");
        }
    }
}
