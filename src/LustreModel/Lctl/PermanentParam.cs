using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary>
/// <c>lctl set_param -P [-d]</c> and <c>lctl conf_param [-d]</c>: kept by the MGS and sent to every server. On the node of the MGS only.
/// </summary>
/// <param name="Caller">Who called.</param>
/// <param name="Settings">Names and values.</param>
/// <param name="Delete">The settings are to be forgotten.</param>
/// <param name="Conf"><c>conf_param</c>: per target, lost when the target's logs are written anew.</param>
/// <param name="MgsDevice">Device of the MGT.</param>
internal sealed record PermanentParam(
    ToolCaller Caller, ImmutableArray<(string Name, string Value)> Settings, bool Delete, bool Conf, string? MgsDevice) : Continuation(Caller)
{
    public override string? DevicePath => MgsDevice;

    public static Continuation Begin(
        ToolCaller caller, ImmutableArray<(string Name, string Value)> settings, bool delete, bool conf, KernelState kernel) =>
        new PermanentParam(caller, settings, delete, conf, kernel.Mgs?.DevicePath);

    public static Continuation BeginConf(ToolCaller caller, ImmutableArray<string> arguments, KernelState kernel)
    {
        var settings = SetParam.Pairs([.. arguments.Where(a => !a.StartsWith('-'))]);
        return settings.IsEmpty
            ? Refused.Text(caller, LctlTool.WrongArguments, "usage: conf_param [-d] <target.keyword=val>\n")
            : Begin(caller, settings, arguments.Contains("-d"), conf: true, kernel);
    }

    public override StepResult Resume(StepInput input)
    {
        if (input.Device is not { Target.IsMgs: true } device || input.Kernel.Mgs?.DevicePath != MgsDevice)
            return input.Done(Replies.Fail(Errno.NoDevice,
                $"No device found for name MGS: {Errno.Text(Errno.NoDevice)}\nThis command must be run on the MGS.\n"));
        if (input.IoError)
            return input.Done(Replies.Fail(Errno.ReadOnly, $"error: set_param: {Errno.Text(Errno.ReadOnly)}\n"));
        var config = device.Config;
        foreach (var (name, value) in Settings)
            config = Conf ? config.WithConf(name, Delete ? null : value) : config.WithPermanent(name, Delete ? null : value);
        return (input with { Device = device with { Config = config } }).Done(Replies.Ok());
    }
}
