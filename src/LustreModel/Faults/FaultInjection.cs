using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LustreSupervisor.LustreModel.Dmesg;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Faults;

/// <summary>What an injected fault came to.</summary>
/// <param name="Kernel">The kernel afterwards; as before when the order made no sense.</param>
/// <param name="Reply">Exit 0, or an error number with what was wrong on standard error.</param>
/// <param name="Events">What the kernel's log tells.</param>
public sealed record FaultOutcome(KernelState Kernel, ToolReply Reply, ImmutableArray<KernelEvent> Events);

/// <summary>Breaks a kernel, or heals it again.</summary>
public static partial class FaultInjection
{
    /// <summary>Longest <see cref="KernelFaultKind.MountSlow"/>, in seconds: an hour is slower than any bound that somebody waits for.</summary>
    public const double SecondsMax = 3600;

    /// <summary>Carries an order out. Twice the same is the same as once; clearing what is not there is no error.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="fault">The order.</param>
    /// <param name="now">The time, for the kernel's log.</param>
    public static FaultOutcome Apply(KernelState kernel, KernelFault fault, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(fault);
        if (Problem(kernel, fault) is { } problem)
            return new FaultOutcome(kernel, Replies.Fail(Errno.Invalid, $"fault {fault.Kind}: {problem}\n"), []);
        if (fault.Clear)
            return new FaultOutcome(kernel with { Faults = kernel.Faults.Without(fault) }, Replies.Ok(), []);
        kernel = kernel with { Faults = kernel.Faults.With(fault) };
        return fault.Kind switch
        {
            KernelFaultKind.Lbug => new FaultOutcome((kernel with { Lbug = true }).Logged(now, KernelWords.Lbug()), Replies.Ok(), []),
            KernelFaultKind.DeviceError => BreakDevices(kernel, now),
            _ => new FaultOutcome(kernel, Replies.Ok(), []),
        };
    }

    // A mounted target notices at its next commit, within a second: here at once.
    private static FaultOutcome BreakDevices(KernelState kernel, DateTimeOffset now)
    {
        var events = ImmutableArray.CreateBuilder<KernelEvent>();
        foreach (var mount in kernel.Targets.Values.Where(t => t is { BackendMounted: true, ReadOnly: false } && kernel.DeviceFails(t.Service)))
        {
            kernel = kernel.With(mount with { ReadOnly = true }).Logged(now, KernelWords.IoError(mount.DevicePath));
            events.Add(new KernelEvent(KernelEventKind.ReadOnly, mount.Service, mount.DevicePath,
                $"I/O error on {mount.DevicePath}; {mount.Service} is read-only"));
        }
        return new FaultOutcome(kernel, Replies.Ok(), events.ToImmutable());
    }

    private static string? Problem(KernelState kernel, KernelFault fault) => fault switch
    {
        _ when !Enum.IsDefined(fault.Kind) => "there is no such fault",
        { Subject: null } => "the subject is null; leave it empty to mean everything",
        { Kind: KernelFaultKind.Lbug, Clear: true } => "an LBUG ends with the kernel only: power the node off and on",
        { Kind: KernelFaultKind.NetworkLost } when fault.Subject.Length > 0 && !Nid().IsMatch(fault.Subject) =>
            $"'{fault.Subject}' is no NID; write ADDRESS@NET, or ADDRESS@* for every network",
        { Kind: KernelFaultKind.MountSlow or KernelFaultKind.UnmountHung or KernelFaultKind.DeviceError }
            when fault.Subject.Length > 0 && !Label().IsMatch(fault.Subject) =>
            $"'{fault.Subject}' is no label of a target; write FSNAME-OST0000, FSNAME-MDT0000 or MGS",
        { Kind: KernelFaultKind.MountSlow, Clear: false } when !(fault.Seconds is > 0 and <= SecondsMax) =>
            $"{fault.Seconds} is not a number of seconds from more than 0 to {SecondsMax}",
        { Clear: false } when kernel.Faults.Active.Count >= FaultSet.ActiveMax => $"{FaultSet.ActiveMax} faults are active already",
        _ => null,
    };

    [GeneratedRegex(@"^[^@\s]{1,64}@([a-z][a-z0-9]{1,15}|\*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Nid();

    [GeneratedRegex(@"^(MGS|[A-Za-z0-9_-]{1,8}-(MDT|OST)[0-9a-f]{4})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
