using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Running;

/// <summary>What comes of one step: new states, which must be stored before anything else is done, and how the command goes on.</summary>
/// <param name="Kernel">The kernel afterwards.</param>
/// <param name="Device">The device afterwards; null when none was handed in.</param>
/// <param name="Progress">How it goes on.</param>
/// <param name="Events">What happened that is worth a log line.</param>
public sealed record StepResult(KernelState Kernel, DeviceState? Device, Progress Progress, ImmutableArray<KernelEvent> Events)
{
    /// <summary>A result without events.</summary>
    public StepResult(KernelState kernel, DeviceState? device, Progress progress)
        : this(kernel, device, progress, [])
    {
    }
}

/// <summary>How a command goes on. A family of three.</summary>
public abstract record Progress;

/// <summary>The command has ended.</summary>
/// <param name="Reply">How.</param>
public sealed record Done(ToolReply Reply) : Progress;

/// <summary>The command goes on later.</summary>
/// <param name="Delay">How much later; Lustre's own delays are scaled by <see cref="KernelState.DelayFactor"/> already.</param>
/// <param name="Next">The step to take then.</param>
public sealed record Wait(TimeSpan Delay, Continuation Next) : Progress;

/// <summary>The command needs an answer from another kernel.</summary>
/// <param name="Question">The question.</param>
/// <param name="Next">The step to take with the answer.</param>
public sealed record Ask(Question Question, Continuation Next) : Progress;

/// <summary>A question that the kernel alone cannot answer. A family of three.</summary>
public abstract record Question;

/// <summary>Register a target with the first MGS that answers.</summary>
/// <param name="MgsNodes">MGS nodes in order of preference, each with its NIDs separated by commas.</param>
/// <param name="Registration">What to register.</param>
public sealed record AskMgs(ImmutableArray<string> MgsNodes, TargetRegistration Registration) : Question;

/// <summary>Ask whether a NID answers.</summary>
/// <param name="Nid">The NID.</param>
public sealed record AskNid(string Nid) : Question;

/// <summary>Look for ZFS pools on the devices; answered with a line of <see cref="Zfs.SeenPool"/> each.</summary>
/// <param name="Where">Directories and devices to look at; none for all that the node reaches.</param>
public sealed record AskPools(ImmutableArray<string> Where) : Question;
