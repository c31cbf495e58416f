using LustreSupervisor.LocalCluster.Hall.Faults;

namespace LustreSupervisor.LocalCluster.Hall.Control;

/// <summary>What a running hall says of itself.</summary>
/// <param name="Ready">True once everything was started and the supervisor answered.</param>
/// <param name="ManagementPort">Loopback port of the supervisor's management endpoint.</param>
/// <param name="DelayFactor">Factor for Lustre's own delays.</param>
/// <param name="Machines">Its machines.</param>
/// <param name="Processes">Every live process, pods included.</param>
/// <param name="Faults">What was broken on request and is not healed.</param>
public sealed record HallStatus(
    bool Ready,
    int ManagementPort,
    double DelayFactor,
    IReadOnlyList<MachineStatus> Machines,
    IReadOnlyList<HallProcess> Processes,
    IReadOnlyList<ActiveFault> Faults);

/// <summary>A machine of the hall.</summary>
/// <param name="Name">Name of its node.</param>
/// <param name="SystemUuid">Its system UUID.</param>
/// <param name="Power">Its power.</param>
/// <param name="Frozen">True while all of its processes stand still.</param>
public sealed record MachineStatus(string Name, string SystemUuid, PowerState Power, bool Frozen = false)
{
    /// <summary>True while it is cut off from the API server, the supervisor and the other nodes' agents.</summary>
    public bool Isolated { get; init; }
}

/// <summary>Order to kill one process (SIGKILL).</summary>
/// <param name="Role">What it is.</param>
/// <param name="Name">Its name; <c>namespace/name</c> for a pod.</param>
public sealed record KillOrder(HallRole Role, string Name);

/// <summary>Why the hall refuses.</summary>
/// <param name="Message">One line for the person who asked.</param>
public sealed record HallRefusal(string Message);
