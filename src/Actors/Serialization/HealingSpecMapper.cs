using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>Maps what is done about failures: part of a file system's spec and of each server's entry.</summary>
internal static class HealingSpecMapper
{
    public static Proto.HealingSpec ToProto(this HealingSpec h) => new()
    {
        Restarts = h.Restarts.ToProto(),
        Failover = EnumMaps.Failover.Write(h.Failover),
        NodeLostAfterSeconds = h.NodeLostAfterSeconds,
        MaxNodesAtOnce = h.MaxNodesAtOnce,
        Fencing = { h.Fencing },
        SelfFenceEnabled = h.SelfFenceEnabled,
        SelfFenceGrantSeconds = h.SelfFenceGrantSeconds,
        MountTimeoutSeconds = h.MountTimeoutSeconds,
        UnmountTimeoutSeconds = h.UnmountTimeoutSeconds,
        FailbackWindows = { h.FailbackWindows },
        OnFault = { h.OnFault.Select(c => new Proto.FaultChoice { Fault = EnumMaps.Fault.Write(c.Fault), Response = EnumMaps.Response.Write(c.Response) }) },
    };

    public static HealingSpec ToDomain(this Proto.HealingSpec h) => new()
    {
        Restarts = h.Restarts.Needed("healing.restarts").ToDomain(),
        Failover = EnumMaps.Failover.Read(h.Failover),
        NodeLostAfterSeconds = h.NodeLostAfterSeconds,
        MaxNodesAtOnce = h.MaxNodesAtOnce,
        Fencing = [.. h.Fencing],
        SelfFenceEnabled = h.SelfFenceEnabled,
        SelfFenceGrantSeconds = h.SelfFenceGrantSeconds,
        MountTimeoutSeconds = h.MountTimeoutSeconds,
        UnmountTimeoutSeconds = h.UnmountTimeoutSeconds,
        FailbackWindows = [.. h.FailbackWindows],
        OnFault = [.. h.OnFault.Select(c => new FaultChoice(EnumMaps.Fault.Read(c.Fault), EnumMaps.Response.Read(c.Response)))],
    };

    private static Proto.RestartSpec ToProto(this RestartSpec r) => new()
    {
        MaxInWindow = r.MaxInWindow,
        WindowSeconds = r.WindowSeconds,
        BackoffMinSeconds = r.BackoffMinSeconds,
        BackoffMaxSeconds = r.BackoffMaxSeconds,
        ResetAfterSeconds = r.ResetAfterSeconds,
    };

    private static RestartSpec ToDomain(this Proto.RestartSpec r) => new()
    {
        MaxInWindow = r.MaxInWindow,
        WindowSeconds = r.WindowSeconds,
        BackoffMinSeconds = r.BackoffMinSeconds,
        BackoffMaxSeconds = r.BackoffMaxSeconds,
        ResetAfterSeconds = r.ResetAfterSeconds,
    };
}
