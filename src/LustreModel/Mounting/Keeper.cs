using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Dmesg;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>What a kernel does to a mounted device on its own: journal commits (here stamps) and the MMP thread.</summary>
public static class Keeper
{
    /// <summary>
    /// Time between two stamps of a running mount. The ring of an image keeps more than two hours of them. Not scaled: a
    /// checker wants the same density in every run.
    /// </summary>
    public static readonly TimeSpan StampInterval = TimeSpan.FromSeconds(1);

    /// <summary>Writes a stamp. After a pause of the process this comes before the MMP check, as queued writes do.</summary>
    /// <returns>New states; events when the device was found written or formatted by another.</returns>
    public static KeeperResult Stamp(KernelState kernel, string service, DeviceState? device, DateTimeOffset now)
    {
        if (Writer(kernel, service) is not { } mount)
            return new KeeperResult(kernel, device, null);
        if (device is null || kernel.DeviceFails(service) || device.RefusesWritesOf(kernel))
            return Vanished(kernel, mount, device, now);
        var loss = Backend.Loss(mount, device);
        var kind = loss is null ? StampKind.Beat : StampKind.DataLoss;
        var stamp = Backend.NewStamp(kernel, mount, device, kind, now, loss ?? "");
        mount = mount with { StampSequence = stamp.Sequence, DataLossSeen = mount.DataLossSeen || loss is not null };
        var happened = loss is null ? null : new KernelEvent(KernelEventKind.DataLoss, service, mount.DevicePath, loss);
        return new KeeperResult(kernel.With(mount), device with { LastStamp = stamp }, happened);
    }

    /// <summary>
    /// Rewrites the MMP block (kmmpd). If the last write is longer ago than the check interval it looks first, and goes
    /// read-only when another node has taken the device: after possibly having written.
    /// </summary>
    public static KeeperResult Mmp(KernelState kernel, string service, DeviceState? device, DateTimeOffset now)
    {
        if (Writer(kernel, service) is not { Data.Mmp: true } mount)
            return new KeeperResult(kernel, device, null);
        if (device is null || kernel.DeviceFails(service) || device.RefusesWritesOf(kernel))
            return Vanished(kernel, mount, device, now);
        var away = now - mount.MmpWrittenAt;
        if (away > device.Mmp.CheckInterval && device.Mmp.Sequence != mount.MmpSequence)
            return new KeeperResult(kernel.With(mount with { ReadOnly = true }).Logged(now, KernelWords.Taken(mount.DevicePath, device.Mmp)), device, new KernelEvent(
                KernelEventKind.ReadOnly, service, mount.DevicePath,
                $"MMP: {service} was taken by node {device.Mmp.NodeName}; the file system is read-only here"));
        var sequence = MmpBlock.Next(mount.MmpSequence);
        var block = Backend.Block(kernel, device, sequence, now) with { CheckInterval = CheckInterval(kernel, away) };
        return new KeeperResult(
            kernel.With(mount with { MmpSequence = sequence, MmpWrittenAt = now }), device with { Mmp = block }, null);
    }

    /// <summary>A commit was refused because a reservation stands in which this kernel's machine is not registered: the journal is aborted.</summary>
    public static KeeperResult CommitRefused(KernelState kernel, string service, DeviceState? device, DateTimeOffset now) =>
        Writer(kernel, service) is { } mount ? Vanished(kernel, mount, device, now) : new KeeperResult(kernel, device, null);

    private static TargetMount? Writer(KernelState kernel, string service) =>
        kernel.Targets.GetValueOrDefault(service) is { BackendMounted: true, ReadOnly: false } mount ? mount : null;

    private static KeeperResult Vanished(KernelState kernel, TargetMount mount, DeviceState? device, DateTimeOffset now)
    {
        var refused = device?.RefusesWritesOf(kernel) == true;
        var words = refused
            ? [.. KernelWords.ReservationConflict(mount.DevicePath), .. KernelWords.Aborted(mount.DevicePath)]
            : KernelWords.IoError(mount.DevicePath);
        return new KeeperResult(kernel.With(mount with { ReadOnly = true }).Logged(now, words), device, new KernelEvent(
            KernelEventKind.ReadOnly, mount.Service, mount.DevicePath,
            $"{(refused ? "reservation conflict" : "I/O error")} on {mount.DevicePath}; {mount.Service} is read-only"));
    }

    private static TimeSpan CheckInterval(KernelState kernel, TimeSpan sinceLastWrite)
    {
        var least = kernel.Scaled(MmpBlock.CheckIntervalInitial);
        var most = kernel.Scaled(MmpBlock.CheckIntervalMax);
        var wanted = sinceLastWrite * MmpBlock.CheckMultiple;
        return wanted < least ? least : wanted > most ? most : wanted;
    }
}

/// <summary>What the kernel's own work came to.</summary>
/// <param name="Kernel">The kernel afterwards.</param>
/// <param name="Device">The device afterwards; null when it is gone.</param>
/// <param name="Event">What happened; null when all is as usual.</param>
public sealed record KeeperResult(KernelState Kernel, DeviceState? Device, KernelEvent? Event);
