using CsCheck;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LustreModel.Tests.Data;

public sealed class ExtentTests
{
    [Fact]
    public void Reads_return_the_newest_bytes_of_any_sequence_of_writes() =>
        Gen.Select(Gen.Select(Gen.Int[0, 60], Gen.Int[0, 20]).Array[0, 30], Gen.Int[0, 90], Gen.Int[0, 90]).Sample((writes, offset, length) =>
        {
            var (flat, size, content) = (new (long Transno, int At)[100], 0, ObjectExtents.Empty);
            for (var i = 0; i < writes.Length; i++)
            {
                var (start, count) = writes[i];
                content = content.Write(start, count, i + 1);
                for (var at = 0; at < count; at++)
                    flat[start + at] = (i + 1, at);
                size = count == 0 ? size : Math.Max(size, start + count);
            }
            var plan = content.Read(offset, length);
            Assert.Equal(Math.Max(0, Math.Min(size - offset, length)), plan.Length);
            var read = new (long, int)[plan.Length];
            foreach (var extent in plan.Extents)
                for (var i = 0; i < extent.Length; i++)
                    read[extent.Start - offset + i] = (extent.Transno, extent.At + i);
            Assert.Equal(flat.Skip(offset).Take(plan.Length), read);
        });

    [Fact]
    public void A_layout_spreads_stripes_round_robin()
    {
        var layout = new FileLayout(100, [3, 5]);
        Assert.Equal((3, 0L, 100), layout.Locate(0));
        Assert.Equal((5, 50L, 50), layout.Locate(150));
        Assert.Equal((3, 199L, 1), layout.Locate(299));
    }
}
