using CsCheck;
using LustreSupervisor.Topology.Agents.Devices;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class BlankRangesTests
{
    [Fact]
    public void Both_ends_and_the_backups_of_ext4_are_looked_at()
    {
        var ranges = BlankRanges.For(1L << 30);
        Assert.Equal((0, BlankRanges.EndBytes), ranges[0]);
        Assert.Equal(((1L << 30) - BlankRanges.EndBytes, BlankRanges.EndBytes), ranges[^1]);
        long[] fourKiB = [1, 3, 5, 7];
        Assert.All(fourKiB, group => Assert.Contains(ranges, r => r.Offset == group << 27));
        Assert.Contains(ranges, r => r.Offset == (8192 * 1024) + 1024);
        Assert.Contains(ranges, r => r.Offset == 32L << 20);
    }

    [Fact]
    public void A_small_device_is_read_whole() => Assert.Equal([(0L, 4096)], BlankRanges.For(4096));

    [Fact]
    public void Ranges_lie_within_the_device_in_order_and_are_few() => Gen.Long[0, 1L << 53].Sample(size =>
    {
        var ranges = BlankRanges.For(size);
        Assert.All(ranges, r => Assert.True(r.Offset >= 0 && r.Length > 0 && r.Offset + r.Length <= size));
        Assert.Equal(ranges.Select(r => r.Offset).Order(), ranges.Select(r => r.Offset));
        Assert.True(ranges.Length < 200);
    });
}
