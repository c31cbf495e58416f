using CsCheck;
using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LocalCluster.Tests.Data;

public sealed class DataLogTests : IDisposable
{
    private const string Uuid = "6c0d6ed0-0000-4000-8000-000000000001";
    private readonly string _image = Path.GetTempFileName();

    public void Dispose() => File.Delete(_image);

    [Fact]
    public void A_log_that_is_cut_or_damaged_anywhere_holds_exactly_the_batches_before()
    {
        Size(40 << 20);
        var ends = Write(Uuid, 6);
        Gen.Select(Gen.Long[0, ends[^1] - 1], Gen.Byte[1, 255]).Sample((at, flip) =>
        {
            var good = ReadByte(at);
            WriteByte(at, (byte)(good ^ flip));
            var intact = ends.Count(end => end <= at);
            Assert.Equal(intact, Read(Uuid).Count);
            WriteByte(at, good);
        }, iter: 300, threads: 1);
        Assert.Equal(6, Read(Uuid).Count);
    }

    [Fact]
    public void What_an_earlier_file_system_left_does_not_count()
    {
        Size(40 << 20);
        Write("another", 3);
        Assert.Empty(Read(Uuid));
        Write(Uuid, 1);
        Assert.Single(Read(Uuid));
    }

    [Fact]
    public void Two_writers_at_one_tail_leave_one_of_them_with_nothing()
    {
        Size(40 << 20);
        using var one = DataLog.Open(_image, Uuid, (_, _, _) => { });
        using var two = DataLog.Open(_image, Uuid, (_, _, _) => { });
        one.Append(Batch(1, 100));
        two.Append(Batch(2, 90));
        one.Append(Batch(3, 100));
        two.Append(Batch(4, 90));
        Assert.True(Read(Uuid).Count < 4);
    }

    [Fact]
    public void The_log_goes_around_the_copies_of_the_superblock_and_ends_before_the_device_does()
    {
        const long size = (3 * DeviceLayout.BlockGroupBytes) + (5 << 20);
        Size(size);
        var space = new LogSpace(size);
        using var handle = File.OpenHandle(_image, FileMode.Open, FileAccess.ReadWrite);
        var block = Enumerable.Repeat((byte)7, 1 << 20).ToArray();
        for (var at = 0L; at < space.Capacity; at += block.Length)
            space.Write(handle, block.AsSpan(0, (int)Math.Min(block.Length, space.Capacity - at)), at);
        Assert.Throws<IOException>(() => space.Write(handle, [1], space.Capacity));
        Assert.Equal(size, RandomAccess.GetLength(handle));
        foreach (var (from, length) in ((long, int)[])[(0, (int)DeviceLayout.LogOffset), (DeviceLayout.BlockGroupBytes, DeviceLayout.GroupHeadBytes),
            (3 * DeviceLayout.BlockGroupBytes, DeviceLayout.GroupHeadBytes), (size - DeviceLayout.DeviceTailBytes, DeviceLayout.DeviceTailBytes)])
        {
            var bytes = new byte[length];
            Assert.Equal(length, RandomAccess.Read(handle, bytes, from));
            Assert.True(bytes.AsSpan().IndexOfAnyExcept((byte)0) < 0, $"bytes from {from:x} were written");
        }
    }

    [Fact]
    public void A_full_log_refuses_and_stays_readable()
    {
        Size(DeviceLayout.LogOffset + DeviceLayout.DeviceTailBytes + 1000);
        using var log = DataLog.Open(_image, Uuid, (_, _, _) => { });
        log.Append(Batch(1, 300));
        Assert.Throws<IOException>(() => log.Append(Batch(2, 900)));
        Assert.Single(Read(Uuid));
    }

    private static EncodedBatch Batch(long transno, int bytes) => BatchCodec.Encode(
        new Batch([new Applied(transno, "client", transno, 0, new WriteObject(new Fid(1, 1), 0, new byte[bytes]))], transno));

    private List<Batch> Read(string uuid)
    {
        var batches = new List<Batch>();
        using var log = DataLog.Open(_image, uuid, (_, batch, _) => batches.Add(batch));
        return batches;
    }

    // Ends of the frames, as bytes of the log.
    private long[] Write(string uuid, int count)
    {
        using var log = DataLog.Open(_image, uuid, (_, _, _) => { });
        var ends = new List<long>();
        for (var i = 1; i <= count; i++)
        {
            log.Append(Batch(i, 50 * i));
            ends.Add(log.BytesUsed);
        }
        return [.. ends];
    }

    private void Size(long bytes)
    {
        using var handle = File.OpenHandle(_image, FileMode.Open, FileAccess.Write);
        RandomAccess.SetLength(handle, bytes);
    }

    private byte ReadByte(long at)
    {
        using var handle = File.OpenHandle(_image);
        var one = new byte[1];
        RandomAccess.Read(handle, one, DeviceLayout.LogOffset + at);
        return one[0];
    }

    private void WriteByte(long at, byte value)
    {
        using var handle = File.OpenHandle(_image, FileMode.Open, FileAccess.Write);
        RandomAccess.Write(handle, [value], DeviceLayout.LogOffset + at);
    }
}
