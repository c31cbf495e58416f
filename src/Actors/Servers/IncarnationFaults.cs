using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Actors.Servers;

/// <summary>An incarnation died of a fault. One type a row of the crash policy, so that the supervision strategy is a table.</summary>
public abstract class IncarnationException(long number, string? podUid, Fault fault, Exception? inner = null)
    : Exception(fault.ToString(), inner)
{
    /// <summary>Which life.</summary>
    public long Number { get; } = number;

    /// <summary>UID of its pod, when it was known.</summary>
    public string? PodUid { get; } = podUid;

    /// <summary>What was seen.</summary>
    public Fault Fault { get; } = fault;

    /// <summary>The exception type for a fault.</summary>
    public static IncarnationException For(long number, string? podUid, Fault fault, Exception? inner = null) => fault.Kind switch
    {
        FaultKind.Transient => new TransientFaultException(number, podUid, fault, inner),
        FaultKind.Session => new SessionFaultException(number, podUid, fault, inner),
        FaultKind.MgsUnreachable => new MgsUnreachableException(number, podUid, fault, inner),
        FaultKind.PodCrashed => new PodCrashedException(number, podUid, fault, inner),
        FaultKind.Node => new NodeFaultException(number, podUid, fault, inner),
        FaultKind.Target => new TargetFaultException(number, podUid, fault, inner),
        FaultKind.UnmountHung => new UnmountHungException(number, podUid, fault, inner),
        FaultKind.Supervisor => new SupervisorFaultException(number, podUid, fault, inner),
        _ => new UnknownFaultException(number, podUid, fault, inner),
    };

    /// <summary>What an exception of the child says about the fault; whatever is not one of ours is the supervisor's own.</summary>
    public static Fault FaultOf(Exception e) => e is IncarnationException i ? i.Fault : new Fault(FaultKind.Supervisor, e.GetType().Name, e.Message);
}

/// <summary>API busy, a probe lost, a call timed out.</summary>
public sealed class TransientFaultException(long n, string? uid, Fault f, Exception? inner) : IncarnationException(n, uid, f, inner);

/// <summary>The session with the agent broke.</summary>
public sealed class SessionFaultException(long n, string? uid, Fault f, Exception? inner) : IncarnationException(n, uid, f, inner);

/// <summary>The mount could not register with the MGS.</summary>
public sealed class MgsUnreachableException(long n, string? uid, Fault f, Exception? inner) : IncarnationException(n, uid, f, inner);

/// <summary>The pod or its agent died.</summary>
public sealed class PodCrashedException(long n, string? uid, Fault f, Exception? inner) : IncarnationException(n, uid, f, inner);

/// <summary>The node is lost or sick.</summary>
public sealed class NodeFaultException(long n, string? uid, Fault f, Exception? inner) : IncarnationException(n, uid, f, inner);

/// <summary>The target itself is wrong.</summary>
public sealed class TargetFaultException(long n, string? uid, Fault f, Exception? inner) : IncarnationException(n, uid, f, inner);

/// <summary>The unmount passed its deadline.</summary>
public sealed class UnmountHungException(long n, string? uid, Fault f, Exception? inner) : IncarnationException(n, uid, f, inner);

/// <summary>The supervisor itself is wrong.</summary>
public sealed class SupervisorFaultException(long n, string? uid, Fault f, Exception? inner) : IncarnationException(n, uid, f, inner);

/// <summary>Nobody knows.</summary>
public sealed class UnknownFaultException(long n, string? uid, Fault f, Exception? inner) : IncarnationException(n, uid, f, inner);
