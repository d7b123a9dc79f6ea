using System.Buffers.Binary;

namespace Dodas.Sandbox.Api.Wire;

/// <summary>One field on the wire: a number or bytes.</summary>
internal readonly ref struct WireValue(ulong number, ReadOnlySpan<byte> bytes)
{
    /// <summary>The value of a varint or a fixed-size number.</summary>
    public ulong Number { get; } = number;

    /// <summary>The content of a length-delimited field.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}

/// <summary>Walks over the fields of a protobuf message.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> left = message;

    /// <summary>Gives the next field, or false at the end.</summary>
    /// <exception cref="Storage.StatusException">400 when the message is broken.</exception>
    public bool Next(out int number, out WireValue value)
    {
        number = 0;
        value = default;
        if (left.IsEmpty)
            return false;
        var tag = Varint();
        number = (int)(tag >> 3);
        value = (tag & 7) switch
        {
            0 => new(Varint(), default),
            1 => new(BinaryPrimitives.ReadUInt64LittleEndian(Take(8)), default),
            2 => new(0, Take(Varint())),
            5 => new(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)), default),
            _ => throw Broken(),
        };
        return true;
    }

    private ulong Varint()
    {
        ulong result = 0;
        for (var shift = 0; shift < 64 && !left.IsEmpty; shift += 7)
        {
            var next = left[0];
            left = left[1..];
            result |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return result;
        }

        throw Broken();
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)left.Length)
            throw Broken();
        var taken = left[..(int)length];
        left = left[(int)length..];
        return taken;
    }

    private static Storage.StatusException Broken() => Refusal.BadRequest("unable to decode the protobuf body: proto: illegal wire data");
}
