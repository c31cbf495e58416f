using LustreSupervisor.LustreModel.Data;
using Microsoft.Win32.SafeHandles;

namespace LustreSupervisor.LocalCluster.Devices;

/// <summary>
/// What a target has committed, on its image: batches in frames, each behind the other. No latch guards it: as in life, two kernels
/// that mount one device write over one another's tail, and what they destroyed is gone. A frame that was cut off by a crash ends the log.
/// </summary>
internal sealed class DataLog : IDisposable
{
    private readonly SafeFileHandle _image;
    private readonly LogSpace _space;
    private long _sequence = 1;
    private ulong _link;

    private DataLog(SafeFileHandle image, string uuid)
    {
        (_image, _space) = (image, new LogSpace(RandomAccess.GetLength(image)));
        _link = DataFrame.FirstLink(uuid);
    }

    /// <summary>Bytes that the log takes.</summary>
    public long BytesUsed { get; private set; }

    /// <summary>Bytes behind it.</summary>
    public long BytesLeft => _space.Capacity - BytesUsed;

    /// <summary>Opens the log of an image and reads it to its end.</summary>
    /// <param name="image">Path of the image.</param>
    /// <param name="uuid">UUID of the file system: frames of another one do not count.</param>
    /// <param name="each">Given each batch, with the position of its first byte in the log.</param>
    /// <exception cref="IOException">The image cannot be read.</exception>
    public static DataLog Open(string image, string uuid, Action<EncodedBatch, Batch, long> each)
    {
        var handle = File.OpenHandle(image, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            var log = new DataLog(handle, uuid);
            while (log.ReadNext() is { } payload)
            {
                var (batch, payloads) = BatchCodec.Decode(payload);
                each(new EncodedBatch(payload, payloads), batch, log.BytesUsed - payload.Length);
            }
            return log;
        }
        catch (DataFormatException error)
        {
            // A verified frame of another version of this program: writing behind it would hide it for good.
            handle.Dispose();
            throw new IOException($"{image} holds data that this version cannot read: {error.Message}", error);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Adds a batch.</summary>
    /// <returns>Position of its first byte in the log.</returns>
    /// <exception cref="IOException">There is no room, or the image cannot be written.</exception>
    public long Append(EncodedBatch batch)
    {
        var (frame, next) = DataFrame.Encode(_sequence, _link, batch.Bytes.Span);
        _space.Write(_image, frame, BytesUsed);
        var position = BytesUsed + DataFrame.HeaderBytes;
        (_sequence, _link, BytesUsed) = (_sequence + 1, next, BytesUsed + frame.Length);
        return position;
    }

    /// <summary>Reads bytes of a batch that was added or found.</summary>
    /// <exception cref="IOException">The image cannot be read, or is shorter than it was.</exception>
    public void Read(Span<byte> to, long position)
    {
        if (_space.Read(_image, to, position) != to.Length)
            throw new IOException($"{to.Length} bytes of data at {position} are beyond the end of the device");
    }

    /// <inheritdoc/>
    public void Dispose() => _image.Dispose();

    private byte[]? ReadNext()
    {
        var header = new byte[DataFrame.HeaderBytes];
        if (_space.Read(_image, header, BytesUsed) < header.Length
            || DataFrame.PayloadLength(header, _sequence, _link) is not (>= 0 and var length))
            return null;
        var frame = new byte[DataFrame.HeaderBytes + length];
        if (_space.Read(_image, frame, BytesUsed) < frame.Length || !DataFrame.TryVerify(frame, out var next))
            return null;
        (_sequence, _link, BytesUsed) = (_sequence + 1, next, BytesUsed + frame.Length);
        return frame[DataFrame.HeaderBytes..];
    }
}
