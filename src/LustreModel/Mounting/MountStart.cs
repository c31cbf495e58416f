using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Dmesg;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>
/// First step of <c>mount -t lustre DEV DIR</c>: what <c>mount.lustre</c> checks before mount(2), then the claim on the service
/// name and the first look at the MMP block. The order of the checks is Lustre's.
/// </summary>
internal sealed record MountStart(ToolCaller Caller, string Device, string Target, ImmutableArray<string> Options) : Continuation(Caller)
{
    public override string? DevicePath => Device;

    public override string? Directory => Target;

    public override StepResult Resume(StepInput input)
    {
        if (!input.DirectoryExists)
            return Refuse(input, Errno.NoEntry, $"warning: {Target}: cannot resolve: {Errno.Text(Errno.NoEntry)}");
        if (input.Kernel.MountTable(Caller.PodUid).Any(m => m.DevicePath == Device && m.Directory == Target))
            return Refuse(input, Errno.Exist, $"mount.lustre: according to /etc/mtab {Device} is already mounted on {Target}");
        if (input.Device is not { Target: { } data } device)
            return Refuse(input, Errno.NoDevice, $"mount.lustre: {Device} has not been formatted with mkfs.lustre or the backend "
                + "filesystem type is not supported by this tool");
        if (data.Flags.HasFlag(TargetFlags.NeedsIndex))
            return Refuse(input, Errno.Invalid, $"mount.lustre: {Device} has no index assigned (probably formatted with old mkfs)");

        // The helper clears `update` on disk before mount(2): if the mount then fails, the flag is lost.
        device = device with { Content = new Formatted(data with { Flags = data.Flags & ~TargetFlags.Update }) };
        if (!data.IsMgs && !data.MgsNodes.Any())
            return Refuse(input with { Device = device }, Errno.Invalid, "mount.lustre: missing option mgsnode=<nid>");
        if (input.Kernel.Modules == ModuleState.Absent)
            return (input with { Device = device }).Done(MountErrors.Of(Device, Target, Errno.NoDevice));
        if (MountOptions.Unknown(Options) is not null)
            return (input with { Device = device }).Done(MountErrors.Of(Device, Target, Errno.Invalid));
        if (input.Kernel.Targets.ContainsKey(data.ServiceName))
            return (input with { Device = device }).Logged(KernelWords.DoubleStart(data.ServiceName))
                .Done(MountErrors.Of(Device, Target, Errno.Already));
        return Claim(input, device, data);
    }

    /// <inheritdoc/>
    protected override StepResult WriteRefused(StepInput input) => input.Done(MountErrors.Of(Device, Target, Errno.Io));

    private StepResult Claim(StepInput input, DeviceState device, TargetData data)
    {
        var mount = new TargetMount
        {
            Service = data.ServiceName, DevicePath = Device, Directory = Target, PodUid = Caller.PodUid, Pid = Caller.Pid,
            Incarnation = Caller.Incarnation, Data = data, SizeBytes = device.SizeBytes,
            Options = Options,
        };
        var claimed = input with { Kernel = input.Kernel.With(mount).WithLustre(), Device = device };
        var slow = input.Kernel.Faults.MountDelay(mount.Service);
        var open = new MountOpen(Caller, mount);
        return slow > TimeSpan.Zero ? new StepResult(claimed.Kernel, device, new Wait(slow, open)) : open.Resume(claimed);
    }

    private static StepResult Refuse(StepInput input, int errno, string text) => input.Done(Replies.Fail(errno, text + "\n"));
}
