using CsCheck;

namespace LustreSupervisor.StampCheck.Tests;

public sealed class GarbageTests
{
    /// <summary>Where the checker reads: superblock, head, ring.</summary>
    private static readonly Gen<long> Offset = Gen.OneOf(Gen.Long[0, 4096], Gen.Long[0x32000, 0x34000], Gen.Long[0x900000, 0x900000 + (40 * 512)]);

    [Fact]
    public void Garbage_on_a_good_device_is_never_a_crash_and_never_unnoticed_in_the_ring()
    {
        Gen.Select(Gen.Int[1, 39], Gen.Int[0, 64 + 150], Gen.Byte[1, 255]).Sample((slot, at, flip) =>
        {
            using var image = new HandMadeImage(bytes: 0xd00000);
            image.Story("a:Mount" + string.Concat(Enumerable.Repeat(" a:Beat", 38)));
            var bytes = File.ReadAllBytes(image.ImagePath);
            var offset = 0x900000 + (slot * 512) + at;
            image.Put(offset, (byte)(bytes[offset] ^ flip));
            // Reserved bytes of the header are not covered by the checksum.
            return at is >= 56 and < 64 == image.Check().Ok;
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void Garbage_anywhere_gives_a_verdict() => Gen.Select(Offset, Gen.Byte.Array[1, 3000]).List[1, 5].Sample(garbage =>
    {
        using var image = new HandMadeImage(bytes: 0xd00000);
        image.Story("a:Mount a:Beat b:Mount");
        foreach (var (offset, bytes) in garbage)
            image.Put(offset, bytes);
        Assert.Equal(image.Check().Ok, image.Check().Violations.Count == 0);
    }, iter: 60, threads: 1);

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"sequence":1}""")]
    [InlineData("""{"sequence":1.5,"kind":"Mount","bootId":"b"}""")]
    [InlineData("""{"sequence":"1","kind":"Mount","bootId":"b"}""")]
    [InlineData("""{"sequence":1,"kind":7,"bootId":"b"}""")]
    [InlineData("""{"sequence":1,"kind":"\ud800","bootId":"b"}""")]
    [InlineData("""{"sequence":1,"kind":"Mount","bootId":""}""")]
    public void A_frame_that_verifies_and_holds_no_stamp_is_damage(string payload)
    {
        using var image = new HandMadeImage();
        Assert.Equal([ViolationKind.Damaged], image.Frame(0x900000 + 512, 1, payload).Kinds());
    }
}
