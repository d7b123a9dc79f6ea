using System.Collections.Frozen;
using System.Globalization;
using Dodas.Sandbox.Resources;

namespace Dodas.Sandbox.Api.Wire;

/// <summary>The field numbers of the message types that clients send, read from the embedded table <c>protobuf.txt</c>.</summary>
internal static class ProtobufTables
{
    private static readonly FrozenDictionary<string, FrozenDictionary<int, ProtobufField>> Types = EmbeddedTable.Lines("protobuf.txt")
        .Select(line => line.Split(' '))
        .GroupBy(words => words[0])
        .ToFrozenDictionary(type => type.Key, type => type.ToFrozenDictionary(words => int.Parse(words[2], CultureInfo.InvariantCulture), words => Field(words[1], words[3])));

    /// <summary>The fields of a type, or null when it is not known.</summary>
    public static FrozenDictionary<int, ProtobufField>? Find(string type) => Types.GetValueOrDefault(type);

    private static ProtobufField Field(string name, string holds) => holds.Split(':') switch
    {
        ["list", var item] => new(name, item, true, false),
        ["map", var item] => new(name, item, false, true),
        ["inline", var type] => new(name, type, false, false) { IsInline = true },
        _ => new(name, holds, false, false),
    };
}

/// <summary>One field of a message.</summary>
/// <param name="Name">Its JSON name.</param>
/// <param name="Holds">A scalar word or the name of a message type.</param>
/// <param name="IsList">It may come several times.</param>
/// <param name="IsMap">Its entries are key and value.</param>
internal sealed record ProtobufField(string Name, string Holds, bool IsList, bool IsMap)
{
    /// <summary>Its fields belong to the message around it.</summary>
    public bool IsInline { get; init; }
}
