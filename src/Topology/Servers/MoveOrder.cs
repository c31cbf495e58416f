using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Servers;

/// <summary>The next life is to be elsewhere.</summary>
/// <param name="ToNode">Service node to go to; null for any but the last one.</param>
/// <param name="By">Who ordered it.</param>
public sealed record MoveOrder(string? ToNode, string By);

/// <summary>A refused order, as the journal has it.</summary>
/// <param name="Order">Name of the order.</param>
/// <param name="Code">Rule that refused.</param>
/// <param name="By">Who ordered.</param>
/// <param name="At">When.</param>
public sealed record Refusal(string Order, string Code, string By, DateTimeOffset At);

/// <summary>A person's word for the death of a kernel.</summary>
/// <param name="Kernel">Kernel that it is about.</param>
/// <param name="By">Who.</param>
/// <param name="Statement">What they saw.</param>
public sealed record StatedOff(KernelId Kernel, string By, string Statement);
