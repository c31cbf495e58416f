using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>The backing file system is mounted: start the MGS if it is one, then register.</summary>
internal sealed record MountBackend(ToolCaller Caller, TargetMount Mount) : MountStep(Caller, Mount)
{
    /// <inheritdoc/>
    public override bool Killable => false;

    /// <summary>Opens the backing file system at once, as on a clean device, and goes on.</summary>
    public StepResult Open(StepInput input, uint sequence)
    {
        var (mount, device) = Backend.Open(input.Kernel, Mount, input.Device!, sequence, input.Now);
        return Resume(input with { Kernel = input.Kernel.With(mount), Device = device });
    }

    public override StepResult Resume(StepInput input)
    {
        if (!SameTarget(input))
            return Fail(input, Errno.Io);
        var mount = Current(input.Kernel);
        if (mount.Data.IsMgs && input.Kernel.Mgs is not null)
            return Fail(input, Errno.Already);
        if (mount.Data.IsMgs)
            mount = mount with { MgsStarted = true };
        var started = input with { Kernel = input.Kernel.With(mount) };
        if ((!mount.Data.IsMdt && !mount.Data.IsOst) || !mount.Serves)
            return new MountFinish(Caller, mount).Resume(started);
        var registration = Request(input.Kernel, mount.Data);
        return mount.Data.IsMgs
            ? RegisterHere(started, mount, registration)
            : new StepResult(started.Kernel, started.Device, new Ask(
                new AskMgs([.. mount.Data.MgsNodes], registration), new RegistrationAnswered(Caller, mount, registration, Retries: 0)));
    }

    // A combined MGS and MDT registers with itself.
    private StepResult RegisterHere(StepInput input, TargetMount mount, TargetRegistration registration)
    {
        var (kernel, device, error) = MgsService.Register(input.Kernel, input.Device!, registration, input.Now);
        var answered = input with { Kernel = kernel.WithView(mount.Data.FsName, device.Config.View(mount.Data.FsName)), Device = device };
        return error != 0 ? Fail(answered, error) : new MountFinish(Caller, mount).Resume(answered);
    }

    private static TargetRegistration Request(KernelState kernel, TargetData data) => new(
        data.ServiceName, data.FsName, data.IsMdt, data.Index, data.Flags.HasFlag(TargetFlags.Virgin),
        data.Flags.HasFlag(TargetFlags.Writeconf), data.Uuid, string.Join(',', kernel.Nids), data.Parameters);
}
