using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Dmesg;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Mounting;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Zfs;

/// <summary>What a kernel does on its own to a pool that it has imported: transaction groups and multihost writes, mounted or not.</summary>
public static class PoolKeeper
{
    /// <summary>Writes the pool once; finds out whether somebody else has imported, created or destroyed it meanwhile.</summary>
    public static KeeperResult Write(KernelState kernel, string name, DeviceState? device, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (kernel.Pools.GetValueOrDefault(name) is not { Suspended: false } imported)
            return new KeeperResult(kernel, device, null);
        if (device is null || kernel.DeviceFails(device) || device.RefusesWritesOf(kernel))
            return new KeeperResult(kernel.WithPool(imported with { Suspended = true }).Logged(now, KernelWords.PoolSuspended(name)), device, null);
        if (device.Content is PoolMember { Pool: var pool } && pool.PoolId == imported.Pool.PoolId && pool.ImportId == imported.Pool.ImportId)
            return new KeeperResult(kernel, device with { Mmp = Beat(kernel, device, now) }, null);
        var loss = device.Content is PoolMember { Pool: var other } && other.PoolId == imported.Pool.PoolId
            ? $"pool {name} on {device.Path} was imported by {other.HostName} while it was imported here"
            : $"pool {name} on {device.Path} was overwritten while it was imported here";
        var stamp = new Stamp((device.LastStamp?.Sequence ?? 0) + 1, StampKind.DataLoss, kernel.SystemUuid, kernel.BootId, kernel.NodeName,
            name, "", now, loss);
        return new KeeperResult(kernel.WithPool(imported with { Suspended = true }), device with { LastStamp = stamp },
            new KernelEvent(KernelEventKind.DataLoss, name, device.Path, loss));
    }

    /// <summary>The next sign of life of this kernel on the pool.</summary>
    internal static MmpBlock Beat(KernelState kernel, DeviceState device, DateTimeOffset now) =>
        new(MmpBlock.Next(device.Mmp.Sequence), kernel.NodeName, device.Path, now, TimeSpan.Zero);
}
