using System.Globalization;
using System.Text.Json.Nodes;
using Dodas.Sandbox.Controllers.Loop;
using Dodas.Sandbox.Controllers.Objects;
using Dodas.Sandbox.Json;

namespace Dodas.Sandbox.Controllers.Nodes;

/// <summary>Addresses for pods out of 10.244.0.0/16; nothing can be reached at them.</summary>
internal sealed class PodNetwork
{
    /// <summary>The address of the node.</summary>
    public const string NodeAddress = "192.168.49.2";

    private const int Size = 65_000;

    private readonly Dictionary<int, string> _taken = [];
    private int _last = 1;

    /// <summary>The pod's address: the one it has, or the next free one.</summary>
    public string AddressOf(JsonObject pod)
    {
        if (pod.Flag("spec", "hostNetwork"))
            return NodeAddress;
        if (pod.Text("status", "podIP") is { } address)
            return address;
        do
        {
            _last = (_last % Size) + 1;
        }
        while (_taken.ContainsKey(_last) && _taken.Count < Size / 2);
        _taken[_last] = pod.Uid();
        return string.Create(CultureInfo.InvariantCulture, $"10.244.{_last >> 8}.{_last & 255}");
    }

    /// <summary>Keeps account of the addresses that pods have and give back.</summary>
    public void Observe(Change change)
    {
        if (Number(change.Current.Text("status", "podIP")) is not { } number)
            return;
        if (change.Type != Storage.ChangeType.Deleted)
            _taken[number] = change.Current.Uid();
        else if (_taken.GetValueOrDefault(number) == change.Current.Uid())
            _taken.Remove(number);
    }

    private static int? Number(string? address) =>
        address?.Split('.') is ["10", "244", var high, var low] && int.TryParse(high, out var first) && int.TryParse(low, out var second) ? (first << 8) + second : null;
}
