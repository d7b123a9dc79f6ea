using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Dodas.Catalog.Repositories;

/// <summary>
/// Which addresses may be asked: https with a public address, and besides that only the hosts that the machine's administrator names.
/// Looked at twice: the address before each request and each redirect, and the IP address when the connection is made, after DNS.
/// </summary>
internal sealed class AddressRule(IOptions<CatalogOptions> options)
{
    private readonly CatalogOptions _options = options.Value;

    /// <summary>Why <paramref name="address"/> may not be asked for the sake of <paramref name="repository"/>, or null when it may.</summary>
    public string? Refusal(Uri repository, Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
            return "its address is neither http nor https";
        if (address.UserInfo.Length > 0)
            return "its address holds a user name";
        if (_options.Allows(address))
            // Otherwise anyone's index could send us to what the administrator trusts.
            return _options.Allows(repository) ? null : $"only repositories on hosts of Catalog:AllowedHosts may use {address.Authority}";
        if (address.Scheme != "https")
            return $"{address.Authority} is not asked over plain http; use https, or add the host to Catalog:AllowedHosts";
        return IPAddress.TryParse(address.IdnHost, out var ip) && !IsPublic(ip) ? Private(address.IdnHost) : null;
    }

    /// <summary>Connects to an address that the rule allows; what DNS says is looked at here, where nothing can change it any more.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = _options.Allows(new UriBuilder(Uri.UriSchemeHttp, host, port).Uri) ? addresses : [.. addresses.Where(IsPublic)];
        if (allowed.Length == 0)
            throw new AddressRefusedException(Private(host));
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether the address belongs to the public internet (IANA special-purpose registries).</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return !SpecialV4.Any(network => network.Contains(address));
        // NAT64: the IPv4 address behind it is what counts.
        return Nat64.Contains(address) ? IsPublic(new IPAddress(address.GetAddressBytes()[12..])) : GlobalV6.Contains(address) && !SpecialV6.Any(network => network.Contains(address));
    }

    private static string Private(string host) => $"{host} has no public address; loopback and private addresses need the host in Catalog:AllowedHosts";

    private static IPNetwork[] Networks(params string[] networks) => [.. networks.Select(n => IPNetwork.Parse(n))];

    private static readonly IPNetwork[] SpecialV4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    // Documentation, and tunnels that carry an IPv4 address inside.
    private static readonly IPNetwork[] SpecialV6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
}

/// <summary>A host has no address that may be asked.</summary>
internal sealed class AddressRefusedException(string message) : Exception(message);
