using System.Buffers.Binary;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Nodes.Data;

/// <summary>Messages on a byte stream: length (4 bytes, little-endian), then that many bytes.</summary>
internal static class FrameStream
{
    /// <summary>Reads a message; null when the other side ended before or within it.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="bytesMax">Longest message that is believed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DataFormatException">The length makes no sense.</exception>
    public static async Task<byte[]?> ReadAsync(Stream stream, int bytesMax, CancellationToken cancellationToken)
    {
        var head = new byte[sizeof(int)];
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken) < head.Length)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length < 0 || length > bytesMax)
            throw new DataFormatException($"a message of {length} bytes; {bytesMax} are the most");
        var message = new byte[length];
        return await stream.ReadAtLeastAsync(message, length, throwOnEndOfStream: false, cancellationToken) < length ? null : message;
    }

    /// <summary>Writes a message.</summary>
    public static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var head = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(head, message.Length);
        await stream.WriteAsync(head, cancellationToken);
        await stream.WriteAsync(message, cancellationToken);
    }
}
