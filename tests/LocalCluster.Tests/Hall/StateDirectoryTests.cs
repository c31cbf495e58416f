using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Tests.Hall;

public sealed class StateDirectoryTests : IDisposable
{
    private readonly Scratch scratch = new();

    private static StateRecord Marker => new(StateDirectory.Product, StateDirectory.Layout, "", ["node1"], new StatePorts(8558, 0), 1);

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_missing_directory_is_made_for_its_owner_only()
    {
        scratch.Directory.Claim();
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(scratch.Directory.Root));
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch.Directory.Root));
    }

    [Fact]
    public void A_foreign_directory_is_refused_and_left_as_it_was()
    {
        Directory.CreateDirectory(scratch.Directory.Root);
        var thesis = Path.Combine(scratch.Directory.Root, "thesis.tex");
        File.WriteAllText(thesis, "years of work");
        var refusal = Assert.Throws<StateException>(scratch.Directory.Claim);
        Assert.Contains("was not made by this program", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([thesis], Directory.EnumerateFileSystemEntries(scratch.Directory.Root));
        Assert.Equal("years of work", File.ReadAllText(thesis));
    }

    [Theory]
    [InlineData("{}", "was not written by this program")]
    [InlineData("not json", "was not written by this program")]
    [InlineData("""{"product":"lustre-supervisor","layout":99}""", "has layout 99")]
    [InlineData("""{"product":"another","layout":1}""", "was not written by this program")]
    public void A_marker_that_is_not_ours_is_refused(string text, string why)
    {
        Directory.CreateDirectory(scratch.Directory.Root);
        File.WriteAllText(scratch.Directory.MarkerFile, text);
        Assert.Contains(why, Assert.Throws<StateException>(scratch.Directory.Claim).Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(scratch.Directory.MarkerFile));
    }

    [Fact]
    public void A_file_in_the_place_of_the_directory_is_refused()
    {
        File.WriteAllText(scratch.Directory.Root, "");
        Assert.Contains("is a file", Assert.Throws<StateException>(scratch.Directory.Claim).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_directory_is_ours_again()
    {
        scratch.Directory.Claim();
        scratch.Directory.WriteMarker(Marker);
        scratch.Directory.Lay();
        scratch.Directory.Claim();
        Assert.Equal(["node1"], scratch.Directory.ReadMarker()!.Nodes);
    }

    [Fact]
    public void Only_one_hall_runs_in_a_directory()
    {
        scratch.Directory.Claim();
        using (var first = StateLock.TryTake(scratch.Directory))
        {
            Assert.NotNull(first);
            Assert.Null(StateLock.TryTake(scratch.Directory));
        }

        using var next = StateLock.TryTake(scratch.Directory);
        Assert.NotNull(next);
    }

    [Fact]
    public void A_lock_file_alone_does_not_make_a_directory_foreign()
    {
        scratch.Directory.Claim();
        StateLock.TryTake(scratch.Directory)!.Dispose();
        scratch.Directory.Claim();
        Assert.True(File.Exists(scratch.Directory.LockFile));
    }

    [Fact]
    public void A_file_is_replaced_whole_and_with_its_mode()
    {
        var path = scratch.PathOf("secret");
        AtomicFile.Write(path, "first");
        AtomicFile.Write(path, "second", AtomicFile.SecretMode);
        Assert.Equal("second", File.ReadAllText(path));
        Assert.Equal(AtomicFile.SecretMode, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Runtime_directories_are_short_private_and_never_shared()
    {
        var (first, second) = (RuntimeDirectory.Create(), RuntimeDirectory.Create());
        try
        {
            Assert.NotEqual(first, second);
            Assert.True(RuntimeDirectory.KernelSocket(first, "node64").Length < 80);
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(first) & (UnixFileMode)0b111_111);
        }
        finally
        {
            RuntimeDirectory.Remove(first);
            RuntimeDirectory.Remove(second);
        }

        Assert.False(Directory.Exists(first));
    }
}
