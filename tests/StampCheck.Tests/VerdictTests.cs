namespace LustreSupervisor.StampCheck.Tests;

public sealed class VerdictTests : IDisposable
{
    private readonly HandMadeImage image = new();

    public void Dispose() => image.Dispose();

    [Fact]
    public void A_blank_device_has_no_writers_and_nothing_to_say()
    {
        var verdict = image.Check();
        Assert.True(verdict.Ok);
        Assert.Empty(verdict.Writers);
        Assert.Equal("", verdict.Label);
    }

    [Theory]
    [InlineData("a:Mount a:Beat a:Unmount b:Mount b:Beat")]
    [InlineData("a:Mount a:Beat b:Mount b:Beat b:Unmount c:Mount")]
    [InlineData("a:Mount a:Beat a:Mount a:Unmount")]
    [InlineData("a:Mount b:Mount b:Unmount a:Mount a:Beat")]
    public void One_writer_after_the_other_is_well(string story) => Assert.Empty(image.Story(story).Kinds());

    [Theory]
    [InlineData("a:Mount b:Mount a:Beat", 3)]
    [InlineData("a:Mount a:Beat b:Mount b:Beat b:Unmount a:Unmount", 6)]
    [InlineData("a:Mount b:Mount b:Beat b:Beat a:Beat b:Beat", 5)]
    public void Two_writers_in_turns_are_not(string story, long shownBy)
    {
        var violation = Assert.Single(image.Story(story).Check().Violations, found => found.Kind == ViolationKind.Interleaved && found.Sequence == shownBy);
        Assert.Contains("a (boot boot-a) wrote stamp", violation.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:Beat")]
    [InlineData("a:Mount a:Unmount a:Beat")]
    [InlineData("a:Mount a:Unmount b:Beat b:Unmount")]
    public void Nobody_writes_without_a_mount(string story) => Assert.Equal([ViolationKind.NotMounted], image.Story(story).Kinds());

    [Fact]
    public void A_confession_is_believed() =>
        Assert.Equal([ViolationKind.DataLoss], image.Story("a:Mount a:Beat a:DataLoss").Kinds());

    [Fact]
    public void A_ring_that_went_round_keeps_its_newest_and_forgets_its_mount()
    {
        image.Story("a:Mount" + string.Concat(Enumerable.Repeat(" a:Beat", 9000)));
        var verdict = image.Check();
        Assert.Empty(verdict.Violations);
        Assert.Equal((9001 - 8191, 9001), (verdict.Writers[0].FirstSequence, verdict.Writers[0].LastSequence));
    }

    [Fact]
    public void Missing_numbers_are_found()
    {
        image.Story("a:Mount a:Beat a:Beat a:Beat").Put(0x900000 + (3 * 512), new byte[512]);
        Assert.Equal("stamp 3 is missing: it was lost or overwritten", Assert.Single(image.Check().Violations).Text);
        image.Head(6);
        Assert.Equal("stamps 5 to 6 are missing: they were lost or overwritten", image.Check().Violations[1].Text);
    }

    [Fact]
    public void An_older_state_that_was_written_back_is_found()
    {
        image.Story("a:Mount a:Beat a:Beat").Head(2);
        Assert.Empty(image.Kinds());
        Assert.Equal([ViolationKind.Gap], image.Head(1).Kinds());
    }

    [Fact]
    public void A_format_of_what_is_or_was_in_use_is_found()
    {
        image.Superblock("demo-OST0001", HandMadeImage.Uuid).Story("a:Mount a:Beat");
        Assert.Empty(image.Kinds());
        image.Superblock("demo:OST0001", HandMadeImage.OtherUuid);
        Assert.Equal([ViolationKind.Formatted], image.Kinds());
        image.Story("a:Mount a:Beat a:Unmount");
        Assert.EndsWith("it was in use once", Assert.Single(image.Check().Violations).Text, StringComparison.Ordinal);
        image.Stamp(2, "a", "Beat", HandMadeImage.OtherUuid);
        Assert.Equal([ViolationKind.Formatted], image.Kinds());
    }

    [Fact]
    public void Damage_is_found_and_the_rest_is_read()
    {
        image.Story("a:Mount a:Beat a:Unmount").Put(0x900000 + (700 * 512), 1, 2, 3);
        image.Frame(0x900000 + (701 * 512), 701, "no stamp").Frame(0x900000 + (702 * 512), 1, """{"sequence":1,"kind":"Beat","bootId":"b"}""");
        Assert.Equal(Enumerable.Repeat(ViolationKind.Damaged, 3), image.Kinds());
        Assert.Equal(WriterEnd.Unmounted, Assert.Single(image.Check().Writers).End);
    }

    [Fact]
    public void Writers_are_named_in_order()
    {
        image.Story("a:Mount a:Unmount b:Mount b:Beat c:Mount");
        Assert.Equal(
            [("a", 1, 2, WriterEnd.Unmounted), ("b", 3, 4, WriterEnd.Silent), ("c", 5, 5, WriterEnd.Newest)],
            image.Check().Writers.Select(writer => (writer.Node, writer.FirstSequence, writer.LastSequence, writer.End)));
    }

    [Fact]
    public void An_image_that_is_too_short_is_damaged()
    {
        using var stub = new HandMadeImage(bytes: 1000);
        Assert.Equal([ViolationKind.Damaged], stub.Kinds());
    }
}
