using LustreSupervisor.LustreModel.Dmesg;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Running;

/// <summary>
/// The rest of a command, as data. Whoever drives it looks up <see cref="DevicePath"/> and <see cref="Directory"/>, calls
/// <see cref="Resume"/> with what was found while nobody else changes that device or kernel, stores the result, and follows
/// <see cref="StepResult.Progress"/>.
/// </summary>
/// <param name="Caller">Who called the tool.</param>
public abstract record Continuation(ToolCaller Caller)
{
    /// <summary>Device that the step reads and may change; null when it needs none.</summary>
    public virtual string? DevicePath => null;

    /// <summary>Directory whose existence matters; null when none does.</summary>
    public virtual string? Directory => null;

    /// <summary>False where the caller sits in a system call that a signal does not end: then it is driven to its end without the caller.</summary>
    public virtual bool Killable => true;

    /// <summary>
    /// Takes the step, or <see cref="Interrupt"/> in its place; what it would write to a device that refuses this kernel's writes is not written.
    /// </summary>
    /// <param name="input">All that it may know.</param>
    /// <param name="interrupt">The calling process was killed.</param>
    public StepResult Take(StepInput input, bool interrupt = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        var result = interrupt ? Interrupt(input) : Resume(input);
        return input.Device is { } before && before.RefusesWritesOf(input.Kernel)
            && result.Device is { } after && after with { Reservations = before.Reservations } != before
                ? WriteRefused(input with { Kernel = input.Kernel.Logged(input.Now, KernelWords.ReservationConflict(before.Path)) })
                : result;
    }

    /// <summary>The device refused what the step wrote: the kernel is left as it was, except for its log.</summary>
    protected virtual StepResult WriteRefused(StepInput input) => new(input.Kernel, input.Device, new Done(
        Replies.Fail(Errno.Io, $"{Caller.Tool}: {DevicePath}: {Errno.Text(Errno.Io)}\n")));

    /// <summary>What the step does when nothing is in its way; drivers call <see cref="Take"/>.</summary>
    public abstract StepResult Resume(StepInput input);

    /// <summary>
    /// The calling process was killed while the command waited. The kernel's side of it is undone as far as a kernel would: what
    /// is on the device stays as it is.
    /// </summary>
    public virtual StepResult Interrupt(StepInput input) => new(input.Kernel, input.Device, new Done(Replies.Killed));
}
