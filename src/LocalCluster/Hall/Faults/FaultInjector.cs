using System.Globalization;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.LustreModel.Faults;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Hall.Faults;

/// <summary>Breaks what it is told to break: processes by signals, kernels by orders, devices by writing.</summary>
/// <param name="room">The machines.</param>
/// <param name="kill">Kills one process.</param>
/// <param name="kernels">Orders to kernels.</param>
/// <param name="devices">Faults on devices.</param>
/// <param name="targets">Where targets are.</param>
/// <param name="time">Clock.</param>
/// <param name="log">The hall's log.</param>
/// <param name="hallStops">Ends what would heal later.</param>
internal sealed class FaultInjector(
    MachineRoom room,
    Func<KillOrder, CancellationToken, Task<HallProcess>> kill,
    KernelOrders kernels,
    DeviceFaults devices,
    TargetPlaces targets,
    TimeProvider time,
    ILogger log,
    CancellationToken hallStops) : IFaultInjector
{
    private readonly ActiveFaults active = new(time);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ActiveFault>> ActiveFaultsAsync(CancellationToken cancellationToken) => Task.FromResult(active.List());

    /// <inheritdoc/>
    public async Task<FaultOutcome> InjectAsync(FaultOrder order, CancellationToken cancellationToken)
    {
        var description = FaultOrders.Check(order);
        var outcome = order.Clear
            ? await ClearAsync(description, order, cancellationToken)
            : await BreakAsync(description, order, cancellationToken);
        HallLog.FaultInjected(log, order.Kind, outcome.Subject, outcome.Text);
        return outcome;
    }

    private Task<FaultOutcome> BreakAsync(FaultDescription fault, FaultOrder order, CancellationToken cancellationToken) => fault.Kind switch
    {
        FaultKind.KillServer => KillServerAsync(order, cancellationToken),
        FaultKind.KillNode => KillNodeAsync(order, cancellationToken),
        FaultKind.KillSupervisor => KillAsync(order.Kind, new KillOrder(HallRole.Supervisor, "supervisor"), [], cancellationToken),
        FaultKind.FreezeNode => FreezeAsync(order, cancellationToken),
        FaultKind.ThawNode => ThawAsync(order, cancellationToken),
        FaultKind.DuplicateIndex => WriteAsync(order, devices.MarkIndexUsedAsync, cancellationToken),
        FaultKind.HalfFormat => WriteAsync(order, devices.HalfFormatAsync, cancellationToken),
        _ => BreakKernelsAsync(fault, order, cancellationToken),
    };

    private async Task<FaultOutcome> ClearAsync(FaultDescription fault, FaultOrder order, CancellationToken cancellationToken)
    {
        if (fault.Kind == FaultKind.FreezeNode)
            return await ThawAsync(order, cancellationToken);
        var plan = await PlanAsync(fault.Kind, order, cancellationToken);
        foreach (var (machine, kernelFault) in plan.Orders.Where(step => step.Machine.IsAwake))
            await kernels.GiveAsync(machine, kernelFault with { Clear = true, Seconds = 0 }, cancellationToken);
        active.Remove(fault.Kind, plan.Subject);
        return new FaultOutcome(order.Kind, plan.Subject, plan.Nodes, $"{order.Kind} of {plan.Subject} is healed");
    }

    private async Task<FaultOutcome> BreakKernelsAsync(FaultDescription fault, FaultOrder order, CancellationToken cancellationToken)
    {
        var seconds = order.Seconds > 0 ? order.Seconds : fault.SecondsDefault ?? 0;
        var plan = await PlanAsync(fault.Kind, order, cancellationToken);
        foreach (var (machine, kernelFault) in plan.Orders)
            await kernels.GiveAsync(machine, kernelFault with { Seconds = fault.Kind == FaultKind.SlowMount ? seconds : 0 }, cancellationToken);
        // The seconds of a slow mount say how slow it is, not for how long.
        double? lasts = seconds > 0 && fault.Kind != FaultKind.SlowMount ? seconds : null;
        Remember(fault, order, plan.Subject, [.. plan.Orders.Select(step => step.Machine).Distinct()], lasts);
        if (fault.Kind == FaultKind.MgsDown && plan.Server is { } server)
            await KillIfItLivesAsync(server, cancellationToken);
        return new FaultOutcome(
            order.Kind, plan.Subject, plan.Nodes, $"{order.Kind} of {plan.Subject} on {string.Join(", ", plan.Nodes)} {End(fault, lasts)}");
    }

    private static string End(FaultDescription fault, double? seconds) => seconds is { } limit
        ? string.Create(CultureInfo.InvariantCulture, $"for {limit} s")
        : fault.Healing == FaultHealing.Clear ? "until it is cleared" : "until the node is powered off";

    private async Task KillIfItLivesAsync(TargetPlace server, CancellationToken cancellationToken)
    {
        try
        {
            _ = await kill(new KillOrder(HallRole.Pod, server.FullName), cancellationToken);
        }
        catch (StateException refusal)
        {
            // It is down already, which is what was asked for.
            HallLog.VictimIsDead(log, server.FullName, refusal.Message);
        }
    }

    /// <summary>Which kernels get which orders.</summary>
    private async Task<KernelPlan> PlanAsync(FaultKind kind, FaultOrder order, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case FaultKind.Lbug:
                return new KernelPlan(order.Subject, null, [(Kernel(order.Subject, order.Clear), new KernelFault(KernelFaultKind.Lbug))]);
            case FaultKind.LostNetwork when order.Peer.Contains('@'):
                var node = Kernel(order.Subject, order.Clear);
                return new KernelPlan($"{node.Name} and {order.Peer}", null, [(node, new KernelFault(KernelFaultKind.NetworkLost, order.Peer))]);
            case FaultKind.LostNetwork:
                var (one, other) = (Kernel(order.Subject, order.Clear), Kernel(order.Peer, order.Clear));
                return new KernelPlan($"{one.Name} and {other.Name}", null,
                [
                    .. kernels.CutOff(other.Name).Select(fault => (one, fault)), .. kernels.CutOff(one.Name).Select(fault => (other, fault)),
                ]);
            case FaultKind.MgsDown:
                var mgs = await targets.FindMgsAsync(order.Subject, cancellationToken);
                return KernelPlan.Everywhere(mgs, kernels.Awake, new KernelFault(KernelFaultKind.MgsSilent));
            default:
                return Plan(kind, await targets.FindAsync(order.Subject, cancellationToken), order.Clear);
        }
    }

    /// <summary>A kernel that is to be broken has to run; one that is to be healed may be gone, and its faults with it.</summary>
    private Machine Kernel(string node, bool clear) => clear ? room.Find(node) : kernels.FindAwake(node);

    private KernelPlan Plan(FaultKind kind, TargetPlace target, bool clear) => kind switch
    {
        FaultKind.SlowMount => KernelPlan.Everywhere(target, kernels.Awake, new KernelFault(KernelFaultKind.MountSlow, target.Label)),
        FaultKind.DeviceError => KernelPlan.Everywhere(target, kernels.Awake, new KernelFault(KernelFaultKind.DeviceError, target.Label)),
        // The target may have moved on since.
        FaultKind.HungUmount when clear => KernelPlan.Everywhere(target, kernels.Awake, new KernelFault(KernelFaultKind.UnmountHung, target.Label)),
        FaultKind.HungUmount when target.Node.Length == 0 => throw new StateException($"{target.FullName} runs nowhere yet."),
        FaultKind.HungUmount => new KernelPlan(
            target.FullName, target, [(kernels.FindAwake(target.Node), new KernelFault(KernelFaultKind.UnmountHung, target.Label))]),
        _ => throw new InvalidOperationException($"{kind} is no fault of kernels."),
    };

    private async Task<FaultOutcome> KillServerAsync(FaultOrder order, CancellationToken cancellationToken)
    {
        var target = await targets.FindAsync(order.Subject, cancellationToken);
        return await KillAsync(order.Kind, new KillOrder(HallRole.Pod, target.FullName), [target.Node], cancellationToken);
    }

    private Task<FaultOutcome> KillNodeAsync(FaultOrder order, CancellationToken cancellationToken) =>
        KillAsync(order.Kind, new KillOrder(HallRole.Node, room.Find(order.Subject).Name), [order.Subject], cancellationToken);

    private async Task<FaultOutcome> KillAsync(string kind, KillOrder victim, IReadOnlyList<string> nodes, CancellationToken cancellationToken)
    {
        var process = await kill(victim, cancellationToken);
        return new FaultOutcome(kind, victim.Name, nodes, string.Create(CultureInfo.InvariantCulture, $"{victim.Name}, process {process.Pid}, is dead"));
    }

    private async Task<FaultOutcome> FreezeAsync(FaultOrder order, CancellationToken cancellationToken)
    {
        var machine = room.Find(order.Subject);
        var count = await machine.FreezeAsync(cancellationToken);
        Remember(FaultCatalog.Of(FaultKind.FreezeNode), order, machine.Name, [machine], order.Seconds > 0 ? order.Seconds : null);
        return new FaultOutcome(order.Kind, machine.Name, [machine.Name], string.Create(CultureInfo.InvariantCulture, $"{machine.Name} is frozen, {count} processes"));
    }

    private async Task<FaultOutcome> ThawAsync(FaultOrder order, CancellationToken cancellationToken)
    {
        var machine = room.Find(order.Subject);
        var count = await machine.ThawAsync(cancellationToken);
        active.Remove(FaultKind.FreezeNode, machine.Name);
        return new FaultOutcome(order.Kind, machine.Name, [machine.Name], string.Create(CultureInfo.InvariantCulture, $"{machine.Name} goes on, {count} processes"));
    }

    private static async Task<FaultOutcome> WriteAsync(
        FaultOrder order, Func<string, CancellationToken, Task<string>> write, CancellationToken cancellationToken) =>
        new(order.Kind, order.Subject, [], await write(order.Subject, cancellationToken));

    private void Remember(FaultDescription fault, FaultOrder order, string subject, IReadOnlyList<Machine> machines, double? seconds)
    {
        active.Add(fault.Kind, subject, machines, seconds);
        if (seconds is { } limit)
            _ = HealLaterAsync(order with { Clear = true, Seconds = 0 }, TimeSpan.FromSeconds(limit));
    }

    private async Task HealLaterAsync(FaultOrder order, TimeSpan after)
    {
        try
        {
            await Task.Delay(after, time, hallStops);
            await InjectAsync(order, hallStops);
        }
        catch (OperationCanceledException) when (hallStops.IsCancellationRequested)
        {
            // The cluster ends, and the fault with it.
        }
        catch (StateException refusal)
        {
            // The node was switched off or thawed meanwhile: there is nothing left to heal.
            HallLog.FaultNotHealed(log, order.Kind, order.Subject, refusal.Message);
        }
    }
}
