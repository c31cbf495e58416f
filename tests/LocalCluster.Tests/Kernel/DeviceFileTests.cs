using CsCheck;
using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Zfs;

namespace LustreSupervisor.LocalCluster.Tests.Kernel;

public sealed class DeviceFileTests : IDisposable
{
    private static readonly TargetData Target = new()
    {
        Flags = TargetFlags.Ost | TargetFlags.Virgin | TargetFlags.NoPrimnode, FsName = "demo", Index = 10,
        Uuid = "3f2504e0-4f89-11d3-9a0c-0305e82c3301", Mmp = true, Parameters = "mgsnode=10.0.0.1@tcp",
    };

    private readonly string _image = Path.GetTempFileName();
    private readonly DeviceFile _file;

    public DeviceFileTests()
    {
        using (var handle = File.OpenHandle(_image, FileMode.Open, FileAccess.Write))
            RandomAccess.SetLength(handle, 400L << 20);
        _file = new DeviceFile(_image);
    }

    public void Dispose() => File.Delete(_image);

    [Fact]
    public void What_was_written_is_read_back()
    {
        var config = MgsConfig.Empty.Register(new TargetRegistration("demo-OST000a", "demo", false, 10, true, false, "u", "n", "p")).Config;
        Write(d => d with
        {
            Content = new Formatted(Target with { Flags = Target.Flags | TargetFlags.Mgs }),
            Mmp = new MmpBlock(77, "n1", "/dev/x", Time, TimeSpan.FromSeconds(1)),
            Config = config,
            LastStamp = Stamp(1),
        });
        var read = Read();
        Assert.Equal(Target with { Flags = Target.Flags | TargetFlags.Mgs }, read.Target);
        Assert.Equal(new MmpBlock(77, "n1", "/dev/x", Time, TimeSpan.FromSeconds(1)), read.Mmp);
        Assert.Equal(config.Targets["demo-OST000a"], read.Config.Targets["demo-OST000a"]);
        Assert.Contains(10, read.Config.Indices["demo-OST"]);
        Assert.Equal(Stamp(1), read.LastStamp);
    }

    [Fact]
    public void A_format_leaves_ext4_superblocks_where_a_raw_read_looks_for_them()
    {
        Write(d => d with { Content = new HalfFormatted("demo:OST000a", Target.Uuid) });
        using var stream = File.OpenRead(_image);
        foreach (var at in (long[])[1024, DeviceLayout.BlockGroupBytes, 3 * DeviceLayout.BlockGroupBytes])
        {
            stream.Position = at + 0x38;
            Assert.Equal((0x53, 0xef), (stream.ReadByte(), stream.ReadByte()));
        }
        Assert.Equal(new HalfFormatted("demo:OST000a", Target.Uuid), Read().Content);
    }

    [Theory]
    [InlineData(0L, "XFSB", "xfs")]
    [InlineData(0x200L, "LABELONE", "LVM2_member")]
    [InlineData(0xff6L, "SWAPSPACE2", "swap")]
    public void Somebody_elses_signature_is_seen(long offset, string magic, string type)
    {
        Put(offset, System.Text.Encoding.ASCII.GetBytes(magic));
        Assert.Equal(new Foreign(type, "", ""), Read().Content);
    }

    [Fact]
    public void A_pool_is_read_back_and_gives_way_to_another_file_system()
    {
        var pool = new ZfsPool("demo", "13301200160306108983") { Dataset = "ost", Data = Target with { Backend = "zfs" }, HostId = 7, HostName = "n1", ImportedAt = Time };
        Write(d => d with { Content = new HalfFormatted("demo:OST000a", Target.Uuid) });
        Write(d => d with { Content = new PoolMember(pool) });
        Assert.Equal(new PoolMember(pool), Read().Content);
        Put(DeviceLayout.PoolOffset, new byte[DeviceLayout.PoolSlotBytes * 2]);
        Assert.Equal(new Foreign("zfs_member", "", ""), Read().Content);
        Write(d => d with { Content = new PoolMember(pool) });
        Write(d => d with { Content = new Formatted(Target) });
        Assert.Equal(new Formatted(Target), Read().Content);
        Put(1024, new byte[1024]);
        Assert.IsType<Blank>(Read().Content);
    }

    [Fact]
    public void A_real_ext4_over_a_target_is_foreign_and_a_wiped_superblock_is_blank()
    {
        Write(d => d with { Content = new Formatted(Target) });
        Put(1024 + 0x88, new byte[64]);
        Assert.Equal(new Foreign("ext4", "demo:OST000a", Target.Uuid), Read().Content);
        Put(1024, new byte[1024]);
        Assert.IsType<Blank>(Read().Content);
    }

    [Fact]
    public void A_torn_write_leaves_the_state_before_it() => Gen.Select(Gen.Int[1, 5], Gen.Int[0, 255], Gen.Bool).Sample((writes, bite, truncate) =>
    {
        Reset();
        for (uint i = 1; i <= writes; i++)
            Write(d => d with { Mmp = new MmpBlock(i, "n", "d", Time, TimeSpan.Zero) });

        // The slot of the last write: the first, then in turn.
        var slot = DeviceLayout.MmpOffset + ((writes - 1) % 2 * DeviceLayout.MmpSlotBytes);
        if (truncate)
            Put(slot + 64 + (bite % 60), new byte[256]);
        else
            Flip(slot + (bite % 100));
        var expected = writes == 1 ? MmpBlock.Clean : (uint)(writes - 1);
        Assert.Contains(Read().Mmp.Sequence, writes == 1 ? [MmpBlock.Clean, 1u] : new[] { expected, (uint)writes });
        if (bite % 100 is < 56 or > 63 || truncate)
            Assert.Equal(expected, Read().Mmp.Sequence);
        Write(d => d with { Mmp = new MmpBlock(99, "n", "d", Time, TimeSpan.Zero) });
        Assert.Equal(99u, Read().Mmp.Sequence);
    }, iter: 100, threads: 1);

    [Fact]
    public void A_torn_record_of_a_target_that_was_never_anything_else_is_half_formatted()
    {
        Write(d => d with { Content = new Formatted(Target) });
        Flip(DeviceLayout.RecordOffset + 70);
        Assert.Equal(new HalfFormatted("demo:OST000a", Target.Uuid), Read().Content);
    }

    [Fact]
    public void Noise_anywhere_never_throws() => Gen.Select(Gen.Long[0, 0xd00000], Gen.Byte.Array[1, 300]).Array[1, 5].Sample(noise =>
    {
        Reset();
        Write(d => d with { Content = new Formatted(Target), LastStamp = Stamp(1) });
        foreach (var (at, bytes) in noise)
            Put(at, bytes);
        Put(DeviceLayout.RecordOffset, noise[0].Item2);
        Put(DeviceLayout.StampOffset + DeviceLayout.StampBytes, noise[0].Item2);
        Assert.NotNull(Read());
        Assert.NotNull(StampRing.ReadAll(_image));
    }, iter: 100, threads: 1);

    [Fact]
    public void The_ring_keeps_the_newest_stamps_in_order()
    {
        using (var handle = File.OpenHandle(_image, FileMode.Open, FileAccess.ReadWrite))
            for (var i = 1; i <= DeviceLayout.StampCount + 10; i++)
                StampRing.Append(handle, Stamp(i));
        var all = StampRing.ReadAll(_image);
        Assert.Equal(DeviceLayout.StampCount, all.Count);
        Assert.Equal((11, DeviceLayout.StampCount + 10), (all[0].Sequence, all[^1].Sequence));
        Assert.Equal(DeviceLayout.StampCount + 10, Read().LastStamp!.Sequence);
    }

    [Fact]
    public void A_writer_killed_between_stamp_and_head_has_left_its_stamp()
    {
        Write(d => d with { LastStamp = Stamp(1) });
        Write(d => d with { LastStamp = Stamp(2) });
        Flip(DeviceLayout.StampHeadOffset + DeviceLayout.StampHeadSlotBytes + 64);
        Assert.Equal(2, Read().LastStamp!.Sequence);
    }

    [Fact]
    public void The_longest_stamp_fits()
    {
        var text = new string('é', 5000);
        Write(d => d with { LastStamp = new Stamp(long.MaxValue / 2, StampKind.DataLoss, text, text, text, text, text, DateTimeOffset.MaxValue, text, text) });
        Assert.Equal(StampKind.DataLoss, StampRing.ReadAll(_image)[0].Kind);
    }

    private static DateTimeOffset Time => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static Stamp Stamp(long n) => new(n, StampKind.Beat, "uuid", "boot", "n1", "demo-OST000a", "1.2.x", Time);

    private DeviceState Read() => _file.Read("/dev/x")!;

    private void Write(Func<DeviceState, DeviceState> change)
    {
        var before = Read();
        _file.Write(before, change(before));
    }

    private void Reset() => Put(0, new byte[0xd00000]);

    private void Put(long offset, byte[] bytes)
    {
        using var handle = File.OpenHandle(_image, FileMode.Open, FileAccess.Write);
        RandomAccess.Write(handle, bytes, offset);
    }

    private void Flip(long offset)
    {
        using var handle = File.OpenHandle(_image, FileMode.Open, FileAccess.ReadWrite);
        var one = new byte[1];
        RandomAccess.Read(handle, one, offset);
        RandomAccess.Write(handle, (byte[])[(byte)~one[0]], offset);
    }
}
