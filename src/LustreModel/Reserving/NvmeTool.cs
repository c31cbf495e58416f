using System.Collections.Immutable;
using System.Globalization;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Reserving;

/// <summary><c>nvme resv-*</c> of nvme-cli: register, acquire, release and report.</summary>
internal static class NvmeTool
{
    /// <summary>Exit code of everything that failed.</summary>
    public const int ExitFailed = 1;

    private static readonly ImmutableArray<OptionSpec> Options =
    [
        new("namespace-id", 'n', true), new("crkey", 'c', true), new("nrkey", 'k', true), new("prkey", 'p', true), new("rrega", 'r', true),
        new("rtype", 't', true), new("racqa", 'a', true), new("rrela", 'l', true), new("cptpl", 'P', true), new("iekey", 'i', false),
        new("eds", 'e', false), new("output-format", 'o', true),
    ];

    public static Continuation Begin(ToolCaller caller)
    {
        var verb = caller.Arguments.FirstOrDefault("");
        if (verb is not ("resv-register" or "resv-acquire" or "resv-release" or "resv-report"))
            return Refused.Text(caller, ExitFailed, $"ERROR: Invalid sub-command '{verb}' for global command-set\n");
        var options = LongOptions.Parse(caller.Arguments.RemoveAt(0), Options);
        if (options.Error is { } error)
            return Refused.Text(caller, ExitFailed, $"nvme: {error}\n");
        if (options.Operands.FirstOrDefault() is not { } device)
            return Refused.Text(caller, ExitFailed, $"expected nvme device (ex: /dev/nvme0), none provided\nUsage: nvme {verb} <device> [OPTIONS]\n");
        var numbers = new Dictionary<string, ulong>(StringComparer.Ordinal);
        foreach (var (name, value) in options.Given.Where(o => o.Name is not ("iekey" or "eds" or "output-format")))
        {
            if (Number(value) is not { } number)
                return Refused.Text(caller, ExitFailed, $"Expected word argument for '{name}' but got '{value}'!\n");
            numbers[name] = number;
        }

        return verb == "resv-report" && options.Value("output-format") != "json"
            ? Refused.Text(caller, ExitFailed, "the simulated namespace reports in json only\n")
            : new NvmeCall(
                caller, device, verb, numbers.GetValueOrDefault("crkey"), numbers.GetValueOrDefault("nrkey"), numbers.GetValueOrDefault("prkey"),
                (int)Math.Min(Action(verb, numbers), 7), (int)Math.Min(numbers.GetValueOrDefault("rtype"), 7), options.Has("iekey"));
    }

    private static ulong Action(string verb, Dictionary<string, ulong> numbers) =>
        numbers.GetValueOrDefault(verb switch { "resv-register" => "rrega", "resv-acquire" => "racqa", _ => "rrela" });

    private static ulong? Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
