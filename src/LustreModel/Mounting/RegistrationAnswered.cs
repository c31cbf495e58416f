using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Dmesg;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Mounting;

/// <summary>
/// The MGS answered, or did not. A target that is new or whose configuration changed must register; any other starts from its
/// own copy of the configuration when the MGS is away.
/// </summary>
internal sealed record RegistrationAnswered(ToolCaller Caller, TargetMount Mount, TargetRegistration Registration, int Retries)
    : MountStep(Caller, Mount)
{
    /// <inheritdoc/>
    public override bool Killable => false;

    private bool Required => (Mount.Data.Flags & (TargetFlags.Virgin | TargetFlags.Update | TargetFlags.Writeconf)) != 0;

    public override StepResult Resume(StepInput input) => input.Answer switch
    {
        { Reached: true, Error: 0, Text: var view } => new MountFinish(Caller, Mount).Resume(input with
        {
            Kernel = input.Kernel.WithView(Mount.Data.FsName, FilesystemView.Parse(view)),
        }),
        { Reached: true, Error: Errno.AddrInUse } => NotRegistered(input, Errno.AddrInUse),
        _ when !Required => new MountFinish(Caller, Mount).Resume(input),
        _ when Retries >= MountTimes.RegistrationRetriesMax => NotRegistered(input, Errno.Io),
        _ => new StepResult(input.Kernel, input.Device, new Wait(
            input.Kernel.Scaled(MountTimes.RegistrationRetry), new RegistrationRetry(Caller, Mount, Registration, Retries + 1))),
    };

    private StepResult NotRegistered(StepInput input, int errno) =>
        Fail(input.Logged(KernelWords.NotRegistered(Mount.Service, errno)), errno);
}

/// <summary>The pause is over: ask the MGS again.</summary>
internal sealed record RegistrationRetry(ToolCaller Caller, TargetMount Mount, TargetRegistration Registration, int Retries)
    : MountStep(Caller, Mount)
{
    /// <inheritdoc/>
    public override bool Killable => false;

    public override StepResult Resume(StepInput input) => new(input.Kernel, input.Device, new Ask(
        new AskMgs([.. Mount.Data.MgsNodes], Registration), new RegistrationAnswered(Caller, Mount, Registration, Retries)));
}
