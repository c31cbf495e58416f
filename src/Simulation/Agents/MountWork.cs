using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Simulation.Agents;

/// <summary>A mount, in the steps of <c>MountOperation</c> and the ldiskfs back end. LNet is configured from the boot on.</summary>
internal static class MountWork
{
    private const int PredecessorSeconds = 120;
    private const int UpSeconds = 10;
    private const double MmpSeconds = 120;

    internal static async Task<AgentOutcome> RunAsync(AgentHands hands, WantedTarget target, TimeSpan within)
    {
        var deadline = hands.Now + within;
        if (await hands.TakeLeaseAsync() is { } notOurs)
            return AgentOutcome.Failed(notOurs);
        if (hands.IsInOwnTable(target) && hands.Devices().IsUp(target.Label))
            return await VerifyAsync(hands, target);
        if (await PredecessorAsync(hands, target, deadline) is { } refused)
            return AgentOutcome.Failed(refused);
        var seen = await DeviceLook.AtAsync(hands, target, forData: false);
        if ((IdentityRule.BeforeMount(seen, target, hands.Rules) ?? await MmpAsync(hands, target) ?? await MgsAsync(hands, target, seen.Tunefs)) is { } unfit)
            return AgentOutcome.Failed(unfit);
        if (hands.Now >= deadline)
            return AgentOutcome.Failed(FaultKind.Transient, "OutOfTime", "the checks before the mount took the order's whole time");
        if (await hands.BeforeToolAsync(TargetOperation.Mount) is { } over)
            return AgentOutcome.Failed(over);
        var mount = await hands.ToolAsync(deadline - hands.Now, "mount", "-t", "lustre", target.DevicePath, AgentHands.Place(target));
        return mount switch
        {
            null => AgentOutcome.Failed(FaultKind.Node, "MountHung", "mount still runs"),
            { Exit: 0 } => await VerifyAsync(hands, target),
            { Exit: 17 or 114 } when hands.IsInOwnTable(target) => await VerifyAsync(hands, target),
            _ => AgentOutcome.Failed(MountErrors.Classify(
                mount.Exit, mount.Stderr, target.RegistersWith.IsEmpty ? null : mount.Exit != MountErrors.AmbiguousExit || await AnswersAsync(hands, target))),
        };
    }

    internal static async Task<Fault?> MmpAsync(AgentHands hands, WantedTarget target)
    {
        return await hands.BoundedToolAsync(MmpSeconds, "dumpe2fs", "-m", target.DevicePath) is { } check
            ? MmpRule.Classify(target.DevicePath, check.Exit, check.Stdout, check.Stderr, hands.Rules)
            : new Fault(FaultKind.Unknown, "ProbeFailed", "dumpe2fs -m took too long");
    }

    private static async Task<Fault?> PredecessorAsync(AgentHands hands, WantedTarget target, DateTimeOffset deadline)
    {
        if (!hands.Devices().Holds(target.Label))
            return null;
        if (hands.Mounted(target.Label) is { } other && !hands.SameDevice(other.DevicePath, target.DevicePath))
            return new Fault(FaultKind.Node, "AlreadyRunning", $"this kernel serves another {target.Label}");
        var until = hands.Now + TimeSpan.FromSeconds(PredecessorSeconds);
        return await hands.WaitGoneAsync(target.Label, until < deadline ? until : deadline) == false
            ? new Fault(FaultKind.Node, "PredecessorAlive", $"{target.Label} of an earlier pod is still in this kernel")
            : null;
    }

    private static async Task<Fault?> MgsAsync(AgentHands hands, WantedTarget target, TunefsOutput? onDevice) =>
        target.RegistersWith.IsEmpty || onDevice is null || !MountErrors.MustRegister(onDevice.Flags) || await AnswersAsync(hands, target)
            ? null
            : new Fault(FaultKind.MgsUnreachable, "MgsSilent", "no NID of the MGS answers");

    private static async Task<bool> AnswersAsync(AgentHands hands, WantedTarget target)
    {
        foreach (var nid in target.RegistersWith.SelectMany(n => n.Split(',')))
            if ((await hands.ToolAsync("lctl", "ping", nid, "5")).Exit == 0)
                return true;
        return false;
    }

    private static async Task<AgentOutcome> VerifyAsync(AgentHands hands, WantedTarget target)
    {
        var until = hands.Now + TimeSpan.FromSeconds(UpSeconds);
        while (!hands.Devices().IsUp(target.Label) || hands.Machine.Kernel.Targets.GetValueOrDefault(target.Label) is not { Phase: MountPhase.Up })
        {
            if (hands.Now >= until)
                return AgentOutcome.Failed(FaultKind.Node, "NotUp", "mount succeeded, but the target is not up");
            await hands.Rest(0.5);
        }

        var seen = await DeviceLook.AtAsync(hands, target, forData: false);
        return IdentityRule.BeforeMount(seen, target, hands.Rules) is { } fault
            ? AgentOutcome.Failed(fault)
            : new AgentOutcome(null, seen.Blkid?.Uuid ?? "", false);
    }
}
