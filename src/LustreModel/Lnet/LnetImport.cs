using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Lnet;

/// <summary>
/// <c>lnetctl import [--add|--del|--show|--exec] [FILE]</c>. Networks are carried out; routes, peers, tunables and the like are read
/// and have no effect here.
/// </summary>
internal sealed record LnetImport(ToolCaller Caller, string Operation, string? File) : Continuation(Caller)
{
    private static readonly ImmutableArray<OptionSpec> Options =
    [
        new("add", 'a', false), new("del", 'd', false), new("show", 's', false), new("exec", 'e', false), new("old-api", 'o', false),
        new("help", 'h', false),
    ];

    private static readonly string[] Operations = ["add", "del", "show", "exec"];

    // The keys of lookup_config_tbl (liblnetconfig.c).
    private static readonly string[] Sections =
        ["route", "net", "ip2nets", "peer", "routing", "buffers", "statistics", "global", "numa", "udsp"];

    public static Continuation Begin(ToolCaller caller, ImmutableArray<string> arguments)
    {
        var options = LongOptions.Parse(arguments, Options);
        if (options.Error is not null || options.Has("help"))
            return new Refused(caller, Replies.Ok("import FILE\nimport < FILE : import a file\n\t--add: add configuration\n"
                + "\t--del: delete configuration\n\t--show: show configuration\n\t--exec: execute command\n"
                + "If no command option is given then --add is assumed by default\n"));
        return new LnetImport(caller, Operations.LastOrDefault(options.Has, "add"), options.Operands.FirstOrDefault());
    }

    public override StepResult Resume(StepInput input)
    {
        if (File is not null && Caller.Input is null)
            return input.Done(LnetText.Fail("yaml", "builder", 1, $"cannot open '{File}': {Errno.Text(Errno.NoEntry)}", exit: 256 - Errno.NoEntry));
        var (document, wrong) = YamlBlock.Read(Caller.Input ?? "");
        if (wrong is not null)
            return input.Done(Replies.Fail(LnetText.Failure, $"import: {wrong}\n"));
        if (document is YamlMap map && map.Entries.FirstOrDefault(e => !Sections.Contains(e.Key)) is { Key: { } unknown })
            return input.Done(LnetText.Fail(Verb, "import", Errno.Invalid, $"unknown key '{unknown}'"));
        return Operation is "show" or "exec" ? input.Done(LnetText.Show(input.Kernel, "", verbose: false)) : Apply(input, document!);
    }

    private string Verb => Operation == "del" ? "del" : "add";

    private StepResult Apply(StepInput input, YamlNode document)
    {
        foreach (var net in document["net"]?.Items ?? [])
        {
            var (kernel, error) = Apply(input.Kernel, net);
            input = input with { Kernel = kernel };
            if (error is not null)
                return input.Done(LnetText.Fail(Verb, "net", error.Error, error.Text));
        }
        return input.Done(Replies.Ok());
    }

    private (KernelState, LnetError?) Apply(KernelState kernel, YamlNode net)
    {
        if ((net["net type"] ?? net["net"])?.Text is not { Length: > 0 } name)
            return (kernel, new LnetError(Errno.Invalid, "net type has invalid key"));
        ImmutableArray<string> interfaces = [.. (net["local NI(s)"]?.Items ?? []).SelectMany(Rails)];
        if (Operation == "del")
            return LnetChange.Delete(kernel, name, interfaces);
        return interfaces.IsEmpty && name != "lo"
            ? (kernel, new LnetError(Errno.Invalid, "interface / NID is missing"))
            : LnetChange.Add(kernel, name, interfaces);
    }

    // An NI names its interfaces by number, or is known by its NID.
    private static IEnumerable<string> Rails(YamlNode ni) => ni["interfaces"] is YamlMap interfaces
        ? interfaces.Entries.Select(e => e.Value.Text).OfType<string>()
        : ni["nid"]?.Text is { Length: > 0 } nid ? [nid] : [];
}
