using System.Collections.Immutable;
using System.Text;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary><c>lctl set_param [-n] NAME=VALUE…</c>: until the target is unmounted, or for the kernel's own ones until the boot ends.</summary>
/// <param name="Caller">Who called.</param>
/// <param name="Settings">Names with globs, and values.</param>
/// <param name="Silent"><c>-n</c>: without the echo.</param>
internal sealed record SetParam(ToolCaller Caller, ImmutableArray<(string Name, string Value)> Settings, bool Silent) : Continuation(Caller)
{
    private const int Permission = 13;

    public static Continuation Begin(ToolCaller caller, ImmutableArray<string> arguments, KernelState kernel)
    {
        var settings = Pairs([.. arguments.Where(a => !a.StartsWith('-'))]);
        if (settings.IsEmpty)
            return Refused.Text(caller, LctlTool.WrongArguments, "usage: set_param [-n] [-P] [-d] <param_path=value>\n");
        return arguments.Contains("-P") || arguments.Contains("--perm")
            ? PermanentParam.Begin(caller, settings, arguments.Contains("-d") || arguments.Contains("--delete"), conf: false, kernel)
            : new SetParam(caller, settings, arguments.Contains("-n"));
    }

    /// <summary>Settings are written <c>NAME=VALUE</c> or as two words; a name alone has an empty value.</summary>
    public static ImmutableArray<(string Name, string Value)> Pairs(ImmutableArray<string> words)
    {
        var pairs = ImmutableArray.CreateBuilder<(string, string)>();
        for (var i = 0; i < words.Length; i++)
        {
            var equals = words[i].IndexOf('=');
            pairs.Add(equals >= 0 ? (words[i][..equals], words[i][(equals + 1)..]) : (words[i], i + 1 < words.Length ? words[++i] : ""));
        }
        return pairs.ToImmutable();
    }

    public override StepResult Resume(StepInput input)
    {
        var (stdout, stderr, exit) = (new StringBuilder(), new StringBuilder(), 0);
        foreach (var (pattern, value) in Settings)
        {
            var (kernel, echo, error, wrong) = Set(input, pattern, value);
            input = input with { Kernel = kernel };
            stdout.Append(echo);
            stderr.Append(wrong);
            exit = exit == 0 ? error : exit;
        }
        return input.Done(new ToolReply(exit, Silent ? "" : stdout.ToString(), stderr.ToString()));
    }

    private static (KernelState Kernel, string Echo, int Error, string Wrong) Set(StepInput input, string pattern, string value)
    {
        var (kernel, path) = (input.Kernel, pattern.Replace('.', '/'));
        var glob = ParameterName.Glob(pattern);
        var found = kernel.Modules == ModuleState.Loaded ? Settable.All(kernel).Where(p => glob.IsMatch(p.Name)).ToArray() : [];
        if (found.Length == 0)
            return ParameterTree.All(kernel, null, input.Now).Any(p => glob.IsMatch(p.Name))
                ? (kernel, "", Permission, $"error: set_param: setting '{path}'='{value}': Permission denied\n")
                : (kernel, "", Errno.NoEntry, $"error: set_param: param_path '{path}': {Errno.Text(Errno.NoEntry)}\n");
        if (found.Select(p => p.Accepts(value)).FirstOrDefault(e => e != 0) is var error and not 0)
            return (kernel, "", error, $"error: set_param: setting '{path}'='{value}': "
                + $"{(error == Errno.Invalid ? Errno.Text(error) : "Numerical result out of range")}\n");
        foreach (var parameter in found)
            kernel = kernel.WithSetting(parameter.Owner, parameter.Name, value);
        return (kernel, string.Concat(found.Select(p => $"{p.Name}={value}\n")), 0, "");
    }
}
