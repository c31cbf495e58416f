using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;
using LustreSupervisor.Simulation.Api;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Agents.Leases;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Simulation.Agents;

/// <summary>What an agent can do in its kernel and at the API server.</summary>
internal sealed class AgentHands(World world, TargetAgent agent)
{
    private static readonly TimeSpan LeaseWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeaseRetry = TimeSpan.FromSeconds(1);

    internal Rules Rules => world.Rules;

    internal TargetAgent Agent => agent;

    internal Machine Machine => agent.Machine;

    internal World World => world;

    internal DateTimeOffset Now => world.Agenda.Now;

    /// <summary>A tool that passed its deadline and still runs: tells when it is gone. Null when none does.</summary>
    internal Action<Action>? Hung { get; private set; }

    internal static string Place(WantedTarget target) => $"/lustre/{target.Label}";

    internal Rest Pause() =>
        world.Agenda.Rest(agent.Host, Now < agent.SlowUntil ? world.Delays.Seconds(0.5, 20) : world.Delays.Seconds(0.001, 0.02));

    internal Rest Rest(double seconds) => world.Agenda.Rest(agent.Host, TimeSpan.FromSeconds(seconds));

    internal async Task<ToolReply> ToolAsync(params ImmutableArray<string> argv)
    {
        await Pause();
        return await Machine.Tools.Run(agent.Host, Caller(argv));
    }

    /// <summary>A tool that is killed at its deadline: null then.</summary>
    internal async Task<ToolReply?> BoundedToolAsync(double seconds, params ImmutableArray<string> argv)
    {
        await Pause();
        var bounded = new Answer<ToolReply?>(world.Agenda, agent.Host);
        world.Start(WaitAsync());
        bounded.Give(null, TimeSpan.FromSeconds(seconds));
        return await bounded;

        async Task WaitAsync() => bounded.Give(await Machine.Tools.Run(agent.Host, Caller(argv)));
    }

    /// <summary>Asked right before a tool that changes the device: why it must not be started; null when it may.</summary>
    internal async Task<Fault?> BeforeToolAsync(TargetOperation operation)
    {
        await Pause();
        return OrderRule.BeforeTool(agent.Phase == AgentPhase.Ended, operation, Rules);
    }

    /// <summary>A tool that is not killed at its deadline: null when it still runs then. It is started at once.</summary>
    internal async Task<ToolReply?> ToolAsync(TimeSpan within, params ImmutableArray<string> argv)
    {
        world.Witness.ToolBegins(agent, argv);
        if (argv[0] == "mount")
            world.ReleaseHeldOfOthers(agent);
        var bounded = new Answer<ToolReply?>(world.Agenda, agent.Host);
        var over = false;
        Action? gone = null;
        world.Start(WaitAsync());
        bounded.Give(null, within);
        var reply = await bounded;
        if (reply is null && !over)
            Hung = whenGone => gone = whenGone;
        return reply;

        async Task WaitAsync()
        {
            var said = await Machine.Tools.Run(agent.Host, Caller(argv));
            over = true;
            Hung = null;
            gone?.Invoke();
            bounded.Give(said);
        }
    }

    internal DeviceList Devices() => KernelDevices.Of(Machine.Kernel);

    internal TargetMount? Mounted(string label) => Machine.Kernel.Targets.GetValueOrDefault(label) is { BackendMounted: true } mount ? mount : null;

    /// <summary>The mounts of its own name space hold the target's device.</summary>
    internal bool IsInOwnTable(WantedTarget target) =>
        Machine.Kernel.MountTable(agent.PodUid).Any(m => SameDevice(m.DevicePath, target.DevicePath));

    /// <summary>Both paths lead to one device now.</summary>
    internal bool SameDevice(string left, string right) => Machine.DeviceAt(left) == Machine.DeviceAt(right);

    internal async Task<bool?> WaitGoneAsync(string label, DateTimeOffset until)
    {
        while (Devices().Holds(label))
        {
            if (Now >= until)
                return false;
            await Rest(1);
        }

        return true;
    }

    /// <summary>Takes the target's Lease by compare-and-swap; null when it holds it, else the fault.</summary>
    internal async Task<Fault?> TakeLeaseAsync()
    {
        var end = Now + LeaseWithin;
        while (Now < end)
        {
            await Pause();
            try
            {
                var seen = await Api(() => world.Api.Leases.GetValueOrDefault(agent.Key));
                switch (LeaseRule.Decide(seen is null ? null : new LeaseClaim(seen.Holder, seen.Kernel), agent.Pod.Incarnation, Machine.Id, Rules))
                {
                    case LeaseVerdict.Mine:
                        return null;
                    case LeaseVerdict.Refuse refused:
                        return refused.Fault;
                }

                if (await Api(() => world.Api.WriteLease(agent.Key, seen, agent.Pod.Incarnation.ToString(), Machine.Id.ToString())))
                    return null;
            }
            catch (ApiUnavailableException)
            {
                await Rest(LeaseRetry.TotalSeconds);
            }
        }

        return new Fault(FaultKind.Transient, "ApiUnreachable", "the Lease could not be taken");
    }

    private Answer<T> Api<T>(Func<T> work) => world.Api.Call(agent.Host, () => Machine.IsReachable, work);

    private ToolCaller Caller(ImmutableArray<string> argv) => new(argv, 0, agent.PodUid, agent.Pod.Incarnation.ToString());
}
