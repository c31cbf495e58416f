using LustreSupervisor.LustreModel.Faults;

namespace LustreSupervisor.LocalCluster.Hall.Faults;

/// <summary>Which kernels get which orders.</summary>
/// <param name="Subject">What is broken, by its full name.</param>
/// <param name="Server">The target that is meant; null when it is none.</param>
/// <param name="Orders">The orders.</param>
internal sealed record KernelPlan(string Subject, TargetPlace? Server, IReadOnlyList<(Machine Machine, KernelFault Fault)> Orders)
{
    /// <summary>Nodes of the kernels.</summary>
    public IReadOnlyList<string> Nodes => [.. Orders.Select(step => step.Machine.Name).Distinct()];

    /// <summary>The same order to every kernel.</summary>
    /// <param name="target">The target.</param>
    /// <param name="machines">Machines of the kernels.</param>
    /// <param name="fault">The order.</param>
    public static KernelPlan Everywhere(TargetPlace target, IEnumerable<Machine> machines, KernelFault fault) =>
        new(target.FullName, target, [.. machines.Select(machine => (machine, fault))]);
}
