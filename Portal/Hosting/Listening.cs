using Microsoft.AspNetCore.HostFiltering;

namespace Dodas.Portal.Hosting;

/// <summary>Which names the portal answers to, and which one a person is told to open.</summary>
internal static class Listening
{
    private static readonly HashSet<string> Anywhere = ["0.0.0.0", "[::]", "+", "*"];

    /// <summary>The address to open: where the portal listens, or this machine's own name when it listens everywhere.</summary>
    public static string AddressToOpen(string listening)
    {
        var address = BindingAddress.Parse(listening);
        var host = Anywhere.Contains(address.Host) ? "localhost" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }

    /// <summary>Who names a host to listen on also answers to it; listening everywhere adds no name, because any page could use any name.</summary>
    public static void AnswerToOwnNames(HostFilteringOptions filtering, string? urls)
    {
        var own = (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(url => BindingAddress.Parse(url).Host).Where(host => !Anywhere.Contains(host));
        filtering.AllowedHosts = [.. filtering.AllowedHosts.Union(own, StringComparer.OrdinalIgnoreCase)];
    }
}
