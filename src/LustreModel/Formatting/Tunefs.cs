using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Dmesg;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Mounting;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Formatting;

/// <summary><c>tunefs.lustre</c>: shows a target's permanent data and changes them. With <c>--dryrun</c> it only reads, even a busy device.</summary>
internal sealed record Tunefs(ToolCaller Caller, string Device, ImmutableArray<(string Name, string Value)> Options) : Continuation(Caller)
{
    public const string Tool = "tunefs.lustre";

    public override string? DevicePath => Device;

    public static Continuation Begin(ToolCaller caller)
    {
        var arguments = caller.Arguments;
        if (arguments.Length == 0 || (arguments[^1].StartsWith('-') && arguments[^1] is not ("-V" or "--version")))
            return Refused.Text(caller, Errno.Invalid, FormatUsage.Text(Tool));
        var options = LongOptions.Parse(arguments, FormatOptionSpecs.Tunefs);
        if (options.Error is { } text)
            return Refused.Text(caller, Errno.Invalid, $"{Tool}: {text}\n{Tool}: exiting with 22 ({Errno.Text(Errno.Invalid)})\n");
        return options.Given.Any(o => o.Name == "version")
            ? new Refused(caller, Replies.Ok($"{Tool} {KernelState.LustreVersion}\n"))
            : new Tunefs(caller, options.Operands.LastOrDefault() ?? "", options.Given);
    }

    public override StepResult Resume(StepInput input)
    {
        // The tool looks for files with debugfs(8) and takes whatever goes wrong there for "no such file".
        if (input.IoError || input.Device?.Target is not { } before)
            return input.Done(FormatError
                .Fatal(Tool, Errno.NoDevice, $"Device {Device} has not been formatted with mkfs.lustre")
                .Reply(Tool, "checking for existing Lustre data: not found\n"));

        // A label without a separator cannot say "never registered", so an MGT never shows it.
        var shown = before.IsMdt || before.IsOst ? before : before with { Flags = before.Flags & ~TargetFlags.Virgin };
        var text = "checking for existing Lustre data: found\n" + TargetBlock.Print("Read previous values", shown, shown.ServiceName);
        var (plan, error) = Plan(shown);
        if (error is not null)
            return input.Done(error.Reply(Tool, text));
        text += TargetBlock.Print("Permanent disk data", plan.Data, plan.Data.Label);
        if (plan.DryRun)
            return input.Done(new ToolReply(0, text + "exiting before disk write.\n", plan.Warnings));
        if (input.Kernel.Targets.Values.Any(t => t.DevicePath == Device && t.BackendMounted))
            return input.Done(new ToolReply(Errno.Exist, text, $"{Device}: is currently mounted, exiting without any change\n"));
        return TunefsWrite.Begin(input, new TunefsWrite(Caller, Device, plan.Data, text, input.Device.Mmp.Sequence, Claimed: false));
    }

    private (FormatPlan Plan, FormatError? Error) Plan(TargetData before)
    {
        var erase = Options.Any(o => o.Name == "erase-params");
        var plan = new FormatPlan
        {
            Tool = Tool, Device = Device, EraseAll = erase,
            Data = erase ? before with { Parameters = "", Flags = before.Flags | TargetFlags.Update } : before,
        };
        (plan, var error) = FormatOptionReader.Apply(plan, Options);
        return error is null ? FormatRules.Check(plan, tunefs: true) : (plan, error);
    }
}

/// <summary>Writing needs the file system mounted for a moment, so MMP has its say: as at a mount, but the helper ends it at once.</summary>
internal sealed record TunefsWrite(ToolCaller Caller, string Device, TargetData Data, string Text, uint Sequence, bool Claimed)
    : Continuation(Caller)
{
    public override string? DevicePath => Device;

    public static StepResult Begin(StepInput input, TunefsWrite write)
    {
        var mmp = input.Device!.Target!.Mmp;
        return mmp switch
        {
            true when write.Sequence == MmpBlock.Fsck => write.Busy(input),
            true when write.Sequence != MmpBlock.Clean => new StepResult(input.Kernel, input.Device, write.Watch(input)),
            _ => write.Write(input),
        };
    }

    public override StepResult Resume(StepInput input)
    {
        if (input.IoError)
            return Fail(input, Errno.Io, "");
        if (input.Device?.Target?.Uuid != Data.Uuid || input.Device.Mmp.Sequence != Sequence)
            return Busy(input);
        if (Claimed)
            return Write(input with { Device = input.Device with { Mmp = input.Device.Mmp with { Sequence = MmpBlock.Clean } } });
        var own = MmpBlock.NewSequence(input.Entropy.Number);
        var device = input.Device with { Mmp = Backend.Block(input.Kernel, input.Device, own, input.Now) };
        return new StepResult(input.Kernel, device, (this with { Sequence = own, Claimed = true }).Watch(input));
    }

    private Wait Watch(StepInput input) => new(
        input.Device!.Mmp.WatchTime(input.Kernel.DelayFactor) + input.Kernel.Scaled(MountTimes.MmpOverhead), this);

    private StepResult Write(StepInput input)
    {
        if (input.Kernel.Modules == ModuleState.Absent)
            return Fail(input, Errno.NoDevice, "Is the ldiskfs module available?\n");
        return new StepResult(input.Kernel, input.Device! with { Content = new Formatted(Data) },
            new Done(Replies.Ok(Text + "Writing CONFIGS/mountdata\n")));
    }

    // The momentary mount of the backing file system is refused, with the error number of this kernel.
    private StepResult Busy(StepInput input) => Fail(
        input.Logged(KernelWords.ActiveElsewhere(Device, input.Device?.Mmp ?? MmpBlock.Unused)), input.Kernel.MmpErrno, "");

    private StepResult Fail(StepInput input, int errno, string hint)
    {
        var reply = FormatError.Fatal(Tunefs.Tool, errno, "failed to write local files").Reply(Tunefs.Tool, Text);
        return input.Done(reply with { Stderr = $"{Tunefs.Tool}: Unable to mount {Device}: {Errno.Text(errno)}\n{hint}{reply.Stderr}" });
    }
}
