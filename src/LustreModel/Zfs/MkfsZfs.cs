using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Formatting;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Zfs;

/// <summary><c>mkfs.lustre --backfstype=zfs POOL/DATASET [DEV]</c>: makes the pool if it is not imported, and the dataset.</summary>
/// <param name="Caller">Who called.</param>
/// <param name="Plan">What is wanted; its device is the dataset.</param>
/// <param name="Devices">Devices given for the pool.</param>
/// <param name="Device">The device that is looked at: the imported pool's, or the one given.</param>
internal sealed record MkfsZfs(ToolCaller Caller, FormatPlan Plan, ImmutableArray<string> Devices, string? Device) : Continuation(Caller)
{
    private static readonly string[] VdevTypes = ["mirror", "raidz", "raidz1", "raidz2", "raidz3", "draid"];

    public override string? DevicePath => Device;

    private string Pool => ZfsNames.PoolOf(Plan.Device);

    public static Continuation Begin(ToolCaller caller, FormatPlan plan, ImmutableArray<string> operands, KernelState kernel)
    {
        ImmutableArray<string> devices = [.. operands.Skip(1)];
        var imported = kernel.Pools.GetValueOrDefault(ZfsNames.PoolOf(plan.Device));
        return new MkfsZfs(caller, plan, devices, imported?.DevicePath ?? devices.FirstOrDefault());
    }

    public override StepResult Resume(StepInput input)
    {
        if (Unprepared(input.Kernel) is { } unprepared)
            return input.Done(unprepared.Reply(Mkfs.Tool, ""));
        var text = Plan.Verbosity >= 0 ? TargetBlock.Print("Permanent disk data", Plan.Data, Plan.Data.Label) : "";
        if (Plan.DryRun)
            return input.Done(new ToolReply(0, text + "exiting before disk write.\n", Plan.Warnings));
        var pool = input.Kernel.Pools.GetValueOrDefault(Pool) is null ? null : (input.Device?.Content as PoolMember)?.Pool;
        if (input.Kernel.Targets.Values.Any(t => t.DevicePath == Plan.Device))
            return input.Done(new ToolReply(Errno.Exist, text, $"{Plan.Device}: is currently mounted, exiting without any change\n"));
        var found = pool is { Data: not null } && pool.FullName == Plan.Device;
        if (!Plan.Reformat)
            text += $"checking for existing Lustre data: {(found ? "found" : "not found")}\n";
        if (found && !Plan.Reformat)
            return Fail(input, text, 1, $"Device {Plan.Device} was previously formatted for lustre. "
                + "Use --reformat to reformat it, or tunefs.lustre to modify.");
        if (input.Kernel.HostId == 0 && Plan.Data.Values("failover.node").Any() && !Plan.ForceNoHostId)
            return input.Done(new FormatError(Errno.Invalid,
                $"\n{Mkfs.Tool} FATAL: spl_hostid not set. See {Mkfs.Tool}(8)\n\n{Mkfs.Tool} FATAL: mkfs failed 22\n").Reply(Mkfs.Tool, text));
        return pool is null ? CreatePool(input, text) : CreateDataset(input, input.Device!, pool, text);
    }

    private FormatError? Unprepared(KernelState kernel)
    {
        var why = !kernel.HasZfs ? "unhandled/unloaded OSD plugin 5 'zfs'"
            : !ZfsNames.IsFilesystem(Plan.Device) ? $"Invalid filesystem name {Plan.Device}"
            : !Plan.Device.Contains('/') ? $"Missing pool in filesystem name {Plan.Device}"
            : null;
        return why is null ? null : new FormatError(
            Errno.Invalid, $"\n{Mkfs.Tool} FATAL: {why}\n\n{Mkfs.Tool} FATAL: unable to prepare backend (22)\n");
    }

    // zpool create -f asks nobody: not MMP, not the labels of a pool that another host has imported.
    private StepResult CreatePool(StepInput input, string text)
    {
        if (Devices.Length == 0)
            return Fail(input, text, 1, $"Unable to create filesystem {Plan.Device} (256)");
        if (Devices.Length > 1 || VdevTypes.Contains(Devices[0]))
            return Fail(input, text, 1, "The simulated ZFS makes a pool of one device; give it one");
        text += $"mkfs_cmd = zpool create -f -O canmount=off {Pool} {Devices[0]}\n";
        if (input.Device is null || input.IoError || input.Kernel.Pools.Values.Any(p => p.DevicePath == Devices[0]))
            return Fail(input, text, 1, $"Unable to create pool {Pool} (256)");
        var pool = new ZfsPool(Pool, Identity(input.Entropy))
        {
            Multihost = input.Kernel.HostId != 0, HostId = input.Kernel.HostId, HostName = input.Kernel.NodeName,
            ImportId = input.Entropy.Uuid.ToString(), ImportedAt = input.Now,
        };
        return CreateDataset(input, input.Device with { Mmp = MmpBlock.Unused, Config = MgsConfig.Empty }, pool, text);
    }

    private StepResult CreateDataset(StepInput input, DeviceState device, ZfsPool pool, string text)
    {
        if (pool.Dataset.Length > 0 && pool.FullName != Plan.Device)
            return Fail(input, text, 1, $"The simulated ZFS keeps one dataset in a pool, and {Pool} has {pool.FullName}");
        pool = pool with { Dataset = Plan.Device[(Pool.Length + 1)..], Data = null };
        text += $"mkfs_cmd = zfs create -o canmount=off  {Plan.Device}\n";
        var kernel = input.Kernel.WithPool(new ImportedPool(Device!, device.SizeBytes, pool));
        var data = Plan.Data with { Uuid = input.Entropy.Uuid.ToString() };
        return new StepResult(kernel, device with { Content = new PoolMember(pool) }, new Wait(
            input.Kernel.Scaled(Mkfs.FormatTime), new MkfsZfsBuilt(Caller, Plan with { Data = data }, Device!, text)));
    }

    // A pool's id is a random number of 64 bits.
    private static string Identity(Entropy entropy) =>
        BitConverter.ToUInt64(entropy.Uuid.ToByteArray(), 0).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static StepResult Fail(StepInput input, string text, int errno, string why) =>
        input.Done(FormatError.Fatal(Mkfs.Tool, errno, why).Reply(Mkfs.Tool, text));
}

/// <summary>Pool and dataset are there; the target's data go into the dataset's properties.</summary>
internal sealed record MkfsZfsBuilt(ToolCaller Caller, FormatPlan Plan, string Device, string Text) : Continuation(Caller)
{
    public override string? DevicePath => Device;

    public override StepResult Resume(StepInput input)
    {
        var name = ZfsNames.PoolOf(Plan.Device);
        if (input.IoError || input.Device is not { Content: PoolMember { Pool: var pool } } device || pool.FullName != Plan.Device
            || input.Kernel.Pools.GetValueOrDefault(name) is not { } imported)
            return input.Done(FormatError.Fatal(Mkfs.Tool, Errno.Io, "failed to write local files").Reply(Mkfs.Tool, Text));
        pool = pool with { Data = Plan.Data };
        var text = Text + $"Writing {Plan.Device} properties\n" + string.Concat(Plan.Data.Parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => $"  lustre:{p}\n")) + $"  lustre:version=1\n  lustre:flags={(int)Plan.Data.Flags}\n  lustre:index={Plan.Data.Index}\n"
            + $"  lustre:fsname={Plan.Data.FsName}\n  lustre:svname={Plan.Data.Label}\n";
        return new StepResult(
            input.Kernel.WithPool(imported with { Pool = pool }), device with { Content = new PoolMember(pool) },
            new Done(new ToolReply(0, Plan.Verbosity > 0 ? text : Text, Plan.Warnings)),
            [new KernelEvent(KernelEventKind.Formatted, Plan.Data.Label, Plan.Device, $"{Plan.Device} was formatted as {Plan.Data.Label}")]);
    }
}
