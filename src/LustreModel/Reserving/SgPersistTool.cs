using System.Collections.Immutable;
using System.Globalization;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Reserving;

/// <summary><c>sg_persist</c> of sg3_utils: the options that sg_persist(8) has for reading, registering, reserving and pre-empting.</summary>
internal static class SgPersistTool
{
    /// <summary>Exit code of wrong usage (sg3_utils(8)).</summary>
    public const int ExitSyntax = 1;

    private static readonly ImmutableArray<OptionSpec> Options =
    [
        new("in", 'i', false), new("out", 'o', false), new("no-inquiry", 'n', false), new("readonly", 'y', false),
        new("read-keys", 'k', false), new("read-reservation", 'r', false),
        new("register", 'G', false), new("register-ignore", 'I', false), new("reserve", 'R', false), new("release", 'L', false),
        new("preempt", 'P', false), new("preempt-abort", 'A', false), new("clear", 'C', false),
        new("param-rk", 'K', true), new("param-sark", 'S', true), new("prout-type", 'T', true), new("param-aptpl", 'Z', false),
        new("device", 'd', true),
    ];

    private static readonly string[] InActions = ["read-keys", "read-reservation"];
    private static readonly string[] OutActions = ["register", "register-ignore", "reserve", "release", "preempt", "preempt-abort", "clear"];

    public static Continuation Begin(ToolCaller caller)
    {
        var options = LongOptions.Parse(caller.Arguments, Options);
        if (options.Error is { } error)
            return Refused.Text(caller, ExitSyntax, $"sg_persist: {error}\n");
        var device = options.Value("device") ?? options.Operands.FirstOrDefault();
        if (device is null)
            return Refused.Text(caller, ExitSyntax, "No device name given\n");
        var put = options.Has("out");
        var actions = (put ? OutActions : InActions).Where(options.Has).ToArray();
        if (actions.Length > 1 || (put && actions.Length == 0) || (put ? InActions : OutActions).Any(options.Has))
            return Refused.Text(caller, ExitSyntax, ">> For Persistent Reserve Out one and only one appropriate\n>> service action must be chosen (e.g. '--register')\n");
        if (Hex(options.Value("param-rk")) is not { } key || Hex(options.Value("param-sark")) is not { } action || Hex(options.Value("prout-type")) is not { } type)
            return Refused.Text(caller, ExitSyntax, "bad argument to '--param-rk', '--param-sark' or '--prout-type'\n");
        return new SgPersistCall(caller, device, actions.FirstOrDefault("read-keys"), key, action, (int)Math.Min(type, int.MaxValue), !options.Has("no-inquiry"));
    }

    private static ulong? Hex(string? text)
    {
        if (text is null)
            return 0;
        return ulong.TryParse(text.StartsWith("0x", StringComparison.Ordinal) ? text.AsSpan(2) : text,
            NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
