using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Tests.Hall;

public sealed class DeadHallTests : IDisposable
{
    private readonly Scratch scratch = new();

    public DeadHallTests() => scratch.Directory.Claim();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task What_a_dead_hall_left_behind_is_ended_stopped_or_not()
    {
        var run = HallMarkers.NewId();
        var (left, stopped) = (scratch.Shell("sleep 1000 & wait", HallMarkers.Run, run), scratch.Shell("exec sleep 1000", HallMarkers.Run, run));
        stopped.Send(Signal.Stop);
        new ProcessTableFile(run, [Row(HallRole.Node, left.Identity)]).Write(scratch.Directory);
        Assert.True(await CleanUpAsync() >= 2);
        Assert.Empty(ProcessScan.ByEnvironment(HallMarkers.Run, run));
        Assert.False(File.Exists(scratch.Directory.ProcessTableFile));
    }

    [Fact]
    public async Task A_stranger_that_got_the_id_of_a_dead_process_is_left_alone()
    {
        var stranger = scratch.Shell("exec sleep 1000");
        var dead = stranger.Identity with { StartTicks = stranger.Identity.StartTicks - 100 };
        new ProcessTableFile(HallMarkers.NewId(), [Row(HallRole.Supervisor, dead)]).Write(scratch.Directory);
        Assert.Equal(0, await CleanUpAsync());
        Assert.True(stranger.Identity.IsAlive);
    }

    [Fact]
    public async Task The_runtime_directory_goes_with_its_hall()
    {
        var runtime = RuntimeDirectory.Create();
        scratch.Directory.WriteMarker(
            new StateRecord(StateDirectory.Product, StateDirectory.Layout, runtime, ["node1"], new StatePorts(1, 2), 1));
        await CleanUpAsync();
        Assert.False(Directory.Exists(runtime));
        Assert.Equal("", scratch.Directory.ReadMarker()!.RuntimeDirectory);
    }

    [Fact]
    public async Task A_damaged_table_is_told_not_guessed_at()
    {
        File.WriteAllText(scratch.Directory.ProcessTableFile, "{");
        var refusal = await Assert.ThrowsAsync<StateException>(CleanUpAsync);
        Assert.Contains("hall.json cannot be read", refusal.Message, StringComparison.Ordinal);
    }

    private static HallProcess Row(HallRole role, ProcessIdentity process) => new(role, "x", process.Pid, process.StartTicks);

    private Task<int> CleanUpAsync() => DeadHall.CleanUpAsync(scratch.Directory, TimeProvider.System, Scratch.Ct);
}
