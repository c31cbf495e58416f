using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Lctl;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Lnet;

/// <summary>Subcommands of <c>lnetctl</c>.</summary>
internal static class LnetctlTool
{
    private static readonly ImmutableArray<OptionSpec> NetOptions =
    [
        new("net", 'n', true), new("if", 'i', true), new("nid", 'N', true), new("verbose", 'v', false), new("ip2net", 'p', true),
        new("peer-timeout", 't', true), new("peer-credits", 'c', true), new("peer-buffer-credits", 'b', true), new("credits", 'r', true),
        new("cpt", 's', true), new("conns-per-peer", 'm', true), new("skip-mr-route-setup", 'k', false), new("tos", 'S', true),
    ];

    public static Continuation Begin(ToolCaller caller) => caller.Arguments switch
    {
        ["net", "show", .. var rest] => NetShow(caller, rest),
        ["net", "add", .. var rest] => NetAdd(caller, rest),
        ["net", "del", .. var rest] => NetDelete(caller, rest),
        ["lnet", "configure", .. var rest] => new LnetConfigure(caller, rest.Contains("--all") || rest.Contains("-a")),
        ["lnet", "unconfigure"] => new LnetUnconfigure(caller),
        ["import", .. var rest] => LnetImport.Begin(caller, rest),
        ["export"] or ["export", "--backup"] => new KernelQuery(caller, LnetText.Export),
        ["export", ..] => Refused.Text(caller, LnetText.Failure, "lnetctl: the simulated tool exports to standard output only\n"),
        ["ping", .. var rest] when rest.LastOrDefault() is { Length: > 0 } nid && nid[0] != '-' => new PingNid(caller, nid, Yaml: true),
        ["stats", "show"] => new KernelQuery(caller, LnetText.Statistics),
        ["global", "show"] => new KernelQuery(caller, LnetText.Global),
        ["--version"] => new Refused(caller, Replies.Ok($"lnetctl {KernelState.LustreVersion}\n")),
        _ => Refused.Text(caller, LnetText.Failure, $"lnetctl: unknown command '{string.Join(' ', caller.Arguments)}'\n"),
    };

    private static Continuation NetShow(ToolCaller caller, ImmutableArray<string> arguments)
    {
        // The level behind -v is optional: "-v 2".
        var options = LongOptions.Parse(arguments, NetOptions);
        return options.Error is { } error
            ? Refused.Text(caller, LnetText.Failure, $"lnetctl: {error}\n")
            : new KernelQuery(caller, kernel => LnetText.Show(kernel, options.Value("net") ?? "", options.Has("verbose")));
    }

    private static Continuation NetAdd(ToolCaller caller, ImmutableArray<string> arguments)
    {
        var options = LongOptions.Parse(arguments, NetOptions);
        if (options.Error is { } error)
            return Refused.Text(caller, LnetText.Failure, $"lnetctl: {error}\n");
        var (net, rails) = (options.Value("net") ?? "", Rails(options));
        if (net.Length == 0 && rails.FirstOrDefault() is { } nid && nid.Contains('@'))
            net = nid[(nid.IndexOf('@') + 1)..];
        if (net.Length == 0)
            return new Refused(caller, new ToolReply(LnetText.Failure, "missing mandatory parameters in NI config: 'network'\n", ""));
        return rails.IsEmpty
            ? new Refused(caller, new ToolReply(LnetText.Failure, "creating a local NI needs at least one interface\n", ""))
            : new LnetStep(caller, "add", kernel => LnetChange.Add(kernel, net, rails));
    }

    private static Continuation NetDelete(ToolCaller caller, ImmutableArray<string> arguments)
    {
        var options = LongOptions.Parse(arguments, NetOptions);
        if (options.Error is { } error)
            return Refused.Text(caller, LnetText.Failure, $"lnetctl: {error}\n");
        var net = options.Value("net") ?? "";
        return net.Length == 0
            ? new Refused(caller, new ToolReply(LnetText.Failure, "missing mandatory parameters in NI config: 'network'\n", ""))
            : new LnetStep(caller, "del", kernel => LnetChange.Delete(kernel, net, Rails(options)));
    }

    private static ImmutableArray<string> Rails(LongOptions options) =>
        [.. options.Given.Where(o => o.Name is "if" or "nid").SelectMany(o => o.Value.Split(',', StringSplitOptions.RemoveEmptyEntries))];
}

/// <summary>A change of the networks that may fail in the kernel.</summary>
internal sealed record LnetStep(ToolCaller Caller, string Verb, Func<KernelState, (KernelState Kernel, LnetError? Error)> Change) : Continuation(Caller)
{
    public override StepResult Resume(StepInput input)
    {
        var (kernel, error) = Change(input.Kernel);
        return (input with { Kernel = kernel }).Done(error is null ? Replies.Ok() : LnetText.Fail(Verb, "net", error.Error, error.Text));
    }
}

/// <summary><c>lnet configure [--all]</c>: LNet alone; Lustre's own modules stay as they are.</summary>
internal sealed record LnetConfigure(ToolCaller Caller, bool All) : Continuation(Caller)
{
    public override StepResult Resume(StepInput input)
    {
        if (input.Kernel.Modules == ModuleState.Absent)
            return input.Done(LnetText.Fail("configure", "lnet", Errno.NoDevice, "LNet configure error: No such device"));
        if (input.Kernel.Lnet.Up)
            return input.Done(Replies.Ok());
        var kernel = All ? input.Kernel.WithLnet() : input.Kernel with { Lnet = new LnetState { Up = true } };
        return (input with { Kernel = kernel }).Done(Replies.Ok());
    }
}

/// <summary><c>lnet unconfigure</c>: refused while a target is in this kernel.</summary>
internal sealed record LnetUnconfigure(ToolCaller Caller) : Continuation(Caller)
{
    public override StepResult Resume(StepInput input) => input.Kernel.Targets.IsEmpty
        ? (input with { Kernel = input.Kernel with { Lnet = LnetState.Down } }).Done(Replies.Ok())
        : input.Done(LnetText.Fail("configure", "lnet", Errno.Busy, "LNet unconfigure error: LNET busy", exit: 256 - Errno.Busy));
}
