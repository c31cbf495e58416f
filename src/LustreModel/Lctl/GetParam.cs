using System.Collections.Immutable;
using System.Text;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary><c>lctl get_param [-n|-N] PATTERN…</c>.</summary>
/// <param name="Caller">Who called.</param>
/// <param name="Patterns">Dotted or slashed names with globs.</param>
/// <param name="ValuesOnly"><c>-n</c>.</param>
/// <param name="NamesOnly"><c>-N</c>.</param>
/// <param name="MgsDevice">Device of the MGS in this kernel; null when there is none.</param>
internal sealed record GetParam(
    ToolCaller Caller, ImmutableArray<string> Patterns, bool ValuesOnly, bool NamesOnly, string? MgsDevice) : Continuation(Caller)
{
    public override string? DevicePath => MgsDevice;

    public static Continuation Begin(ToolCaller caller, ImmutableArray<string> arguments, KernelState kernel)
    {
        var patterns = arguments.Where(a => !a.StartsWith('-')).ToImmutableArray();
        if (patterns.IsEmpty)
            return Refused.Text(caller, LctlTool.WrongArguments, "usage: get_param [-F|-H|-n|-N|-R] <param_path1 param_path2 ...>\n");
        return new GetParam(caller, patterns, arguments.Contains("-n"), arguments.Contains("-N"),
            patterns.Any(p => p.StartsWith("mgs", StringComparison.Ordinal) || p.StartsWith('*')) ? kernel.Mgs?.DevicePath : null);
    }

    public override StepResult Resume(StepInput input)
    {
        var tree = ParameterTree.All(input.Kernel, input.Device?.Config, input.Now).ToArray();
        var (stdout, stderr) = (new StringBuilder(), new StringBuilder());
        foreach (var pattern in Patterns)
        {
            var glob = ParameterName.Glob(pattern);
            var found = tree.Where(p => glob.IsMatch(p.Name)).ToArray();
            if (found.Length == 0)
                stderr.Append("error: get_param: param_path '").Append(pattern.Replace('.', '/')).Append("': ")
                    .Append(Errno.Text(Errno.NoEntry)).Append('\n');
            foreach (var (name, value) in found)
                stdout.Append(Print(name, value));
        }
        return input.Done(new ToolReply(stderr.Length == 0 ? 0 : Errno.NoEntry, stdout.ToString(), stderr.ToString()));
    }

    // A value of several lines starts on the line after its name, a single one stands behind it.
    private string Print(string name, string value)
    {
        if (NamesOnly)
            return name + "\n";
        if (ValuesOnly)
            return value;
        return value.IndexOf('\n') < value.Length - 1 ? $"{name}=\n{value}" : $"{name}={value}";
    }
}
