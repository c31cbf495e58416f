using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;
using LustreSupervisor.LustreModel.Zfs;

namespace LustreSupervisor.LustreModel.Formatting;

/// <summary>
/// <c>mkfs.lustre</c>. It looks at the local mount table only: neither MMP nor another node's mount stops it, and anything that
/// is not Lustre is overwritten without a word.
/// </summary>
internal sealed record Mkfs(ToolCaller Caller, FormatPlan Plan) : Continuation(Caller)
{
    public const string Tool = "mkfs.lustre";

    /// <summary>mke2fs with <c>lazy_itable_init="0"</c> on a small device; of the order measured on 512 MB.</summary>
    public static readonly TimeSpan FormatTime = TimeSpan.FromSeconds(1);

    public override string? DevicePath => Plan.Device;

    public static Continuation Begin(ToolCaller caller, KernelState kernel)
    {
        var plan = new FormatPlan
        {
            Tool = Tool,
            Data = new TargetData { Uuid = "", Flags = TargetFlags.Virgin | TargetFlags.Update | TargetFlags.NeedsIndex },
        };
        var arguments = caller.Arguments;
        if (arguments.Length == 0 || (arguments[^1].StartsWith('-') && arguments[^1] is not ("-V" or "--version")))
            return Refused.Text(caller, Errno.Invalid, FormatUsage.Text(Tool));
        var options = LongOptions.Parse(arguments, FormatOptionSpecs.Mkfs);
        if (options.Error is { } text)
            return Refused.Text(caller, Errno.Invalid, $"{Tool}: {text}\n{Tool}: exiting with 22 ({Errno.Text(Errno.Invalid)})\n");
        (plan, var error) = FormatOptionReader.Apply(plan, options.Given);
        if (plan.Version)
            return new Refused(caller, Replies.Ok($"{Tool} {KernelState.LustreVersion}\n"));
        if (error is null)
            (plan, error) = FormatRules.Check(
                plan with { Device = (plan.IsZfs ? options.Operands.FirstOrDefault() : options.Operands.LastOrDefault()) ?? "" }, tunefs: false);
        if (error is null && plan.IsZfs)
            return MkfsZfs.Begin(caller, plan, options.Operands, kernel);
        return error is null ? new Mkfs(caller, plan) : new Refused(caller, error.Reply(Tool, ""));
    }

    public override StepResult Resume(StepInput input)
    {
        var text = Plan.Verbosity >= 0 ? TargetBlock.Print("Permanent disk data", Plan.Data, Plan.Data.Label) : "";
        if (Plan.DryRun)
            return input.Done(new ToolReply(0, text + "exiting before disk write.\n", Plan.Warnings));
        if (input.Kernel.Targets.Values.Any(t => t.DevicePath == Plan.Device && t.BackendMounted))
            return input.Done(new ToolReply(
                Errno.Exist, text, $"{Plan.Warnings}{Plan.Device}: is currently mounted, exiting without any change\n"));
        if (input.Device is null)
            return Fail(input, text, FormatError.Fatal(Tool, Errno.Invalid, "loop device requires a --device-size= param"));
        var found = input.Device.Content is Formatted && !input.IoError;
        if (!Plan.Reformat)
            text += Talk($"checking for existing Lustre data: {(found ? "found" : "not found")}\n");
        if (found && !Plan.Reformat)
            return Fail(input, text, FormatError.Fatal(Tool, 1, $"Device {Plan.Device} was previously formatted for lustre. "
                + "Use --reformat to reformat it, or tunefs.lustre to modify."));
        return input.IoError
            ? Fail(input, text, new FormatError(1, $"{Plan.Device}: {Errno.Text(Errno.Io)} while writing out and closing file system\n"
                + $"\n{Tool} FATAL: Unable to build fs {Plan.Device} (256)\n\n{Tool} FATAL: mkfs failed 256\n"))
            : Build(input, input.Device, text);
    }

    // mke2fs has run: what was there is gone, and until mountdata is written the device is neither blank nor Lustre.
    private StepResult Build(StepInput input, DeviceState device, string text)
    {
        var data = Plan.Data with { Uuid = input.Entropy.Uuid.ToString() };
        text += Talk(MkfsCommand.Text(Plan, data, device.SizeBytes));
        var half = device with
        {
            Content = new HalfFormatted(data.Label, data.Uuid),
            Mmp = MmpBlock.Unused,
            Config = MgsConfig.Empty,
        };
        return new StepResult(input.Kernel, half, new Wait(
            input.Kernel.Scaled(FormatTime), new MkfsBuilt(Caller, Plan with { Data = data }, text)));
    }

    private StepResult Fail(StepInput input, string text, FormatError error) =>
        input.Done((error with { Text = Plan.Warnings + error.Text }).Reply(Tool, text));

    private string Talk(string text) => Plan.Verbosity > 0 ? text : "";
}

/// <summary>The file system is made; it is mounted for a moment to write <c>CONFIGS/mountdata</c>.</summary>
internal sealed record MkfsBuilt(ToolCaller Caller, FormatPlan Plan, string Text) : Continuation(Caller)
{
    public override string? DevicePath => Plan.Device;

    public override StepResult Resume(StepInput input)
    {
        if (input.Kernel.Modules == ModuleState.Absent)
            return Fail(input, Errno.NoDevice, $"{Mkfs.Tool}: Unable to mount {Plan.Device}: {Errno.Text(Errno.NoDevice)}\n"
                + "Is the ldiskfs module available?\n");
        if (input.IoError || input.Device is not { Content: HalfFormatted half } device || half.Uuid != Plan.Data.Uuid)
            return Fail(input, Errno.Io, $"{Mkfs.Tool}: Unable to mount {Plan.Device}: {Errno.Text(Errno.Io)}\n");
        var formatted = new KernelEvent(
            KernelEventKind.Formatted, Plan.Data.Label, Plan.Device, $"{Plan.Device} was formatted as {Plan.Data.Label}");
        var text = Plan.Verbosity > 0 ? Text + "Writing CONFIGS/mountdata\n" : Text;
        return new StepResult(input.Kernel, device with { Content = new Formatted(Plan.Data) },
            new Done(new ToolReply(0, text, Plan.Warnings)), [formatted]);
    }

    private StepResult Fail(StepInput input, int errno, string why)
    {
        var fatal = FormatError.Fatal(Mkfs.Tool, errno, "failed to write local files").Reply(Mkfs.Tool, Text);
        return input.Done(fatal with { Stderr = Plan.Warnings + why + fatal.Stderr });
    }
}
