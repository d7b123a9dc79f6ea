using System.Net;

namespace Dodas.Sandbox.Api;

/// <summary>Only requests that name this machine's loopback are answered, so that a web page elsewhere cannot reach in by a name it controls.</summary>
internal static class LoopbackHost
{
    /// <summary>Says whether a Host header names loopback.</summary>
    public static bool Allows(HostString host) => IsLoopback(host.Host);

    /// <summary>Says whether a host name or address is loopback.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
