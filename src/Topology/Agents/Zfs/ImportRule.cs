using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Agents.Zfs;

/// <summary>What a refused import means. Import is ZFS's lock: with multihost on, a pool that another host writes cannot be imported, by force or without.</summary>
public static class ImportRule
{
    /// <summary>
    /// True when the import may be tried once more with <c>-f</c>: the pool was not exported, and the journal has the last kernel dead. Every
    /// pool of ours was made with multihost on, so that force still watches for a writer; that it is on is checked again after the import.
    /// </summary>
    public static bool MayForce(ZpoolImportError error, WantedTarget target) =>
        error.Refusal == ZpoolRefusal.LastUsedElsewhere && target.ForceImportAllowed && target.ExpectedUuid.Length > 0;

    /// <summary>
    /// What a kernel's imported pools mean for a target whose pool is to be had. A pool outlives the pod that imported it: it belongs to the
    /// kernel, so that the next life finds it there.
    /// </summary>
    /// <returns>True when it is imported, false when it may be tried; a fault when it can be neither.</returns>
    public static (bool Imported, Fault? Fault) Here(IEnumerable<PoolHere> pools, WantedTarget target)
    {
        var name = ZfsName.Of(target).Pool;
        var here = pools.Where(p => p.Name == name || (target.ExpectedUuid.Length > 0 && p.PoolId == target.ExpectedUuid)).ToArray();
        var other = here.FirstOrDefault(p => p.Name != name || !Holds(p, target));
        if (other is not null)
            return (false, new Fault(FaultKind.Node, "PoolNameTaken",
                $"this node has pool {other.Name} with GUID {other.PoolId} imported; {target.Label} is pool {name}"
                + $"{(target.ExpectedUuid.Length > 0 ? $" with GUID {target.ExpectedUuid}" : "")}; nothing was touched"));
        return here is [{ Suspended: true }]
            ? (false, new Fault(FaultKind.Node, "PoolSuspended",
                $"this node has pool {name} imported and suspended: its device failed or another host took it; only a reboot lets go of it"))
            : (here.Length > 0, null);
    }

    /// <summary>True when an imported pool is that of a target: by its GUID, or by its name as long as the GUID is not known.</summary>
    public static bool Holds(PoolHere pool, WantedTarget target) =>
        target.ExpectedUuid.Length > 0 ? pool.PoolId == target.ExpectedUuid : pool.Name == ZfsName.Of(target).Pool;

    /// <summary>The fault of an import that stays refused.</summary>
    public static Fault Classify(ZpoolImportError error, WantedTarget target)
    {
        var host = error.Host.Length > 0 ? $", host {error.Host}" : "";
        return error.Refusal switch
        {
            ZpoolRefusal.ActiveElsewhere => Fault(FaultKind.Target, "ActiveElsewhere", $"another host has the pool imported{host}"),
            ZpoolRefusal.LastUsedElsewhere => Fault(FaultKind.Target, "NotExported",
                $"the pool was not exported by its last host{host}; it is taken by force only after a proof that its kernel is dead"),
            ZpoolRefusal.NoHostId => Fault(FaultKind.Node, "NoHostId", "this node has no host id"),
            ZpoolRefusal.NotFound => Fault(FaultKind.Node, "PoolNotFound", "this node sees no such pool on the device"),
            ZpoolRefusal.AlreadyHere => Fault(FaultKind.Node, "PoolNameTaken", "a pool of this name is imported on this node already"),
            _ => Fault(FaultKind.Target, "PoolDamaged", "the pool cannot be imported"),
        };

        Fault Fault(FaultKind kind, string reason, string meaning) =>
            new(kind, reason, $"zpool import {ZfsName.Of(target).Pool}: {meaning}: {error.Text}");
    }
}
