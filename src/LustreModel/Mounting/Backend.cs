using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>The backing file system of a target in a kernel: who writes the device, and what that leaves on it.</summary>
internal static class Backend
{
    /// <summary>The kernel begins to write: MMP block and stamp are its own from here on.</summary>
    public static (TargetMount Mount, DeviceState Device) Open(
        KernelState kernel, TargetMount mount, DeviceState device, uint sequence, DateTimeOffset now)
    {
        var stamp = NewStamp(kernel, mount, device, StampKind.Mount, now);
        mount = mount with
        {
            BackendMounted = true, MmpSequence = sequence, MmpWrittenAt = now,
            MountStamp = stamp.Sequence, StampSequence = stamp.Sequence,
        };
        device = device with { LastStamp = stamp };
        return (mount, mount.Data.Mmp ? device with { Mmp = Block(kernel, device, sequence, now) } : device);
    }

    /// <summary>The kernel wrote for the last time: MMP is clean, unless another node has taken it meanwhile.</summary>
    public static (DeviceState? Device, KernelEvent? Event) Close(KernelState kernel, TargetMount mount, DeviceState? device, DateTimeOffset now)
    {
        if (device is null || !mount.BackendMounted || mount.ReadOnly)
            return (device, null);
        var loss = Loss(mount, device);
        var kind = loss is null ? StampKind.Unmount : StampKind.DataLoss;
        device = device with { LastStamp = NewStamp(kernel, mount, device, kind, now, loss ?? "") };
        if (mount.Data.Mmp && device.Mmp.Sequence == mount.MmpSequence)
            device = device with { Mmp = Block(kernel, device, MmpBlock.Clean, now) };
        return (device, loss is null ? null : new KernelEvent(KernelEventKind.DataLoss, mount.Service, mount.DevicePath, loss));
    }

    /// <summary>What has happened to the device under a running mount that must never happen; null when nothing has.</summary>
    public static string? Loss(TargetMount mount, DeviceState device)
    {
        if (mount.DataLossSeen)
            return null;
        if (device.Content.FsUuid != mount.Data.Uuid)
            return $"{mount.Service} on {device.Path} was formatted while it was mounted here";
        if (device.LastStamp is { } last && last.Sequence != mount.StampSequence)
            return $"{mount.Service} on {device.Path} was written by {last.NodeName} ({last.SystemUuid}/{last.BootId}, "
                + $"incarnation '{last.Incarnation}') while it was mounted here";
        return null;
    }

    public static Stamp NewStamp(
        KernelState kernel, TargetMount mount, DeviceState device, StampKind kind, DateTimeOffset now, string detail = "") =>
        new((device.LastStamp?.Sequence ?? 0) + 1, kind, kernel.SystemUuid, kernel.BootId, kernel.NodeName, mount.Service,
            mount.Incarnation, now, detail, device.Content.FsUuid);

    public static MmpBlock Block(KernelState kernel, DeviceState device, uint sequence, DateTimeOffset now) =>
        new(sequence, kernel.NodeName, device.Path, now, kernel.Scaled(MmpBlock.CheckIntervalInitial));
}
