using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Processes;
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

    private static IReadOnlyList<ScannedProcess> Processes(string boot) => ProcessScan.ByEnvironment(HallMarkers.PowerOn, boot);
}
