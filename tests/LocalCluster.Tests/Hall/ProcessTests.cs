using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.LocalCluster.Tests.Hall;

public sealed class ProcessTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("7 (sleep) S 3 7 5 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 4711 0")]
    [InlineData("7 (a) b (c) S 3 7 5 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 4711 0")]
    public void A_stat_line_is_read_whatever_the_command_is_called(string line) =>
        Assert.Equal(new ProcessStat(7, 'S', 3, 5, 4711), ProcessStat.Parse(7, line));

    [Fact]
    public async Task Death_by_signal_reads_as_a_shell_says_it()
    {
        var child = scratch.Shell("exec sleep 1000");
        Assert.True(child.Send(Signal.Kill));
        Assert.Equal(137, await child.Exit.WaitAsync(Scratch.Ct));
    }

    [Fact]
    public async Task An_exit_code_and_the_output_of_both_streams_are_kept()
    {
        var child = scratch.Shell("echo out; echo err >&2; exit 3");
        Assert.Equal(3, await child.Exit.WaitAsync(Scratch.Ct));
        await Wait.UntilAsync(() => File.Exists(scratch.PathOf("shell.log")) && File.ReadAllLines(scratch.PathOf("shell.log")).Length == 2);
        Assert.Equal(["err", "out"], File.ReadAllLines(scratch.PathOf("shell.log")).Order());
    }

    [Fact]
    public async Task A_later_process_with_the_same_id_is_never_signalled()
    {
        var child = scratch.Shell("exec sleep 1000");
        var earlier = child.Identity with { StartTicks = child.Identity.StartTicks - 1 };
        Assert.False(earlier.IsAlive);
        Assert.False(earlier.Send(Signal.Kill));
        Assert.True(child.Identity.IsAlive);
        child.Send(Signal.Kill);
        await child.Exit.WaitAsync(Scratch.Ct);
        Assert.False(child.Send(Signal.Kill));
    }

    [Fact]
    public async Task A_lifeline_ends_with_its_holder()
    {
        // `cat` reads its standard input to the end, as every process on a lifeline does.
        var child = scratch.Shell("exec cat");
        Assert.True(child.Identity.IsAlive);
        child.Dispose();
        await Wait.UntilAsync(() => !child.Identity.IsAlive);
    }

    [Fact]
    public async Task A_marker_finds_children_of_children_and_nobody_else()
    {
        var value = Guid.NewGuid().ToString();
        scratch.Shell("sleep 1000 & sleep 1000 & wait", "TEST_MARKER", value);
        var stranger = scratch.Shell("exec sleep 1000", "TEST_MARKER", "other" + value);
        await Wait.UntilAsync(() => ProcessScan.ByEnvironment("TEST_MARKER", value).Count == 3);
        Assert.True(await ProcessReaper.KillAllAsync("TEST_MARKER", value, TimeProvider.System, Scratch.Ct));
        Assert.Empty(ProcessScan.ByEnvironment("TEST_MARKER", value));
        Assert.True(stranger.Identity.IsAlive);
    }

    [Fact]
    public async Task A_process_that_ignores_SIGTERM_is_killed_when_its_grace_is_over()
    {
        var child = scratch.Shell("trap '' TERM; echo ready; while :; do sleep 0.01; done");
        await Wait.UntilAsync(() => File.Exists(scratch.PathOf("shell.log")));
        Assert.True(await ProcessReaper.EndAsync(child.Identity, TimeSpan.FromMilliseconds(50), TimeProvider.System, Scratch.Ct));
        Assert.Equal(137, await child.Exit.WaitAsync(Scratch.Ct));
    }

    [Fact]
    public void A_log_is_moved_aside_when_it_is_full()
    {
        var path = scratch.PathOf("full.log");
        using (var log = new LogFile(path))
        {
            log.Write(new byte[LogFile.LimitBytes + 1]);
            log.Write("after"u8);
        }

        Assert.Equal("after", File.ReadAllText(path));
        Assert.Equal(LogFile.LimitBytes + 1, new FileInfo(path + ".1").Length);
    }
}
