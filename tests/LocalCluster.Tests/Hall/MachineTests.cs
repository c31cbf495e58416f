using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace LustreSupervisor.LocalCluster.Tests.Hall;

public sealed class MachineTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly Machine machine;
    private readonly List<string> boots = [];

    public MachineTests() => machine = new Machine(
        "node1",
        "11111111-2222-3333-4444-555555555555",
        powerOnId =>
        {
            boots.Add(powerOnId);
            // A node with two pods, one of which has a tool running.
            return scratch.Shell("sleep 1000 & sh -c 'sleep 1000 & wait' & wait", HallMarkers.PowerOn, powerOnId);
        },
        NullLogger.Instance,
        TimeProvider.System);

    public void Dispose()
    {
        machine.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public async Task Power_off_kills_everything_that_runs_on_the_machine()
    {
        await machine.PowerOnAsync(Scratch.Ct);
        await Wait.UntilAsync(() => Processes(boots[0]).Count == 4);
        Assert.True(await machine.PowerOffAsync(Scratch.Ct));
        Assert.Equal(PowerState.Off, machine.Power);
        Assert.Empty(Processes(boots[0]));
    }

    [Fact]
    public async Task A_stopped_node_is_powered_off_all_the_same()
    {
        await machine.PowerOnAsync(Scratch.Ct);
        await Wait.UntilAsync(() => Processes(boots[0]).Count == 4);
        foreach (var process in Processes(boots[0]))
            Assert.True(process.Identity.Send(Signal.Stop));
        Assert.True(await machine.PowerOffAsync(Scratch.Ct));
        Assert.Empty(Processes(boots[0]));
    }

    [Fact]
    public async Task Pods_that_outlive_a_crashed_node_are_gone_before_the_machine_counts_as_off()
    {
        await machine.PowerOnAsync(Scratch.Ct);
        await Wait.UntilAsync(() => Processes(boots[0]).Count == 4);
        machine.Node!.Send(Signal.Kill);
        await machine.Node.Exit.WaitAsync(Scratch.Ct);
        Assert.Equal(PowerState.On, machine.Power);
        Assert.NotEmpty(Processes(boots[0]));
        Assert.True(await machine.PowerOffAsync(Scratch.Ct));
        Assert.Empty(Processes(boots[0]));
    }

    [Fact]
    public async Task Each_boot_bears_a_marker_of_its_own()
    {
        await machine.PowerOnAsync(Scratch.Ct);
        await machine.PowerOnAsync(Scratch.Ct);
        Assert.Single(boots);
        await machine.PowerOffAsync(Scratch.Ct);
        await machine.PowerOnAsync(Scratch.Ct);
        Assert.Equal(2, boots.Distinct().Count());
        Assert.True(await machine.PowerOffAsync(Scratch.Ct));
    }

    [Fact]
    public async Task A_frozen_machine_stands_still_and_goes_on_when_it_is_thawed()
    {
        await machine.PowerOnAsync(Scratch.Ct);
        await Wait.UntilAsync(() => Processes(boots[0]).Count == 4);
        Assert.Equal(4, await machine.FreezeAsync(Scratch.Ct));
        Assert.True(machine is { IsFrozen: true, IsAwake: false, Power: PowerState.On });
        Assert.All(Processes(boots[0]), process => Assert.True(ProcessStat.Read(process.Identity.Pid)!.IsStopped));
        Assert.Contains("is frozen", (await Assert.ThrowsAsync<StateException>(() => machine.FreezeAsync(Scratch.Ct))).Message, StringComparison.Ordinal);
        Assert.Equal(4, await machine.ThawAsync(Scratch.Ct));
        Assert.True(machine is { IsFrozen: false, IsAwake: true });
        Assert.All(Processes(boots[0]), process => Assert.False(ProcessStat.Read(process.Identity.Pid)!.IsStopped));
        await Assert.ThrowsAsync<StateException>(() => machine.ThawAsync(Scratch.Ct));
    }

    [Fact]
    public async Task Nothing_of_a_frozen_machine_is_left_to_thaw_once_it_was_switched_off()
    {
        await machine.PowerOnAsync(Scratch.Ct);
        await Wait.UntilAsync(() => Processes(boots[0]).Count == 4);
        await machine.FreezeAsync(Scratch.Ct);
        Assert.True(await machine.PowerOffAsync(Scratch.Ct));
        Assert.Contains("has no power", (await Assert.ThrowsAsync<StateException>(() => machine.ThawAsync(Scratch.Ct))).Message, StringComparison.Ordinal);
        Assert.Empty(Processes(boots[0]));
        await machine.PowerOnAsync(Scratch.Ct);
        Assert.True(machine is { IsFrozen: false, IsAwake: true });
    }

    private static IReadOnlyList<ScannedProcess> Processes(string boot) => ProcessScan.ByEnvironment(HallMarkers.PowerOn, boot);
}
