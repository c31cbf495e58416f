using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary>Subcommands of <c>lctl</c> and <c>lnetctl</c>, with the exit codes measured without modules.</summary>
internal static class LctlTool
{
    /// <summary>Exit code of a subcommand that printed its help.</summary>
    public const int WrongArguments = 4;

    /// <summary>-EINVAL as an exit code: 256 - 22.</summary>
    public const int LnetctlFailure = 234;

    public static Continuation Lctl(ToolCaller caller, KernelState kernel)
    {
        var arguments = caller.Arguments;
        if (arguments.Length >= 2 && arguments[0] == "--device")
            return arguments.Length == 3 && arguments[2] == "abort_recovery"
                ? new AbortRecovery(caller, arguments[1])
                : Refused.Text(caller, WrongArguments, "usage: --device <name> abort_recovery\n");
        var rest = arguments.Length == 0 ? [] : arguments.RemoveAt(0);
        return arguments.FirstOrDefault("") switch
        {
            "dl" or "device_list" => new KernelQuery(caller, List),
            "get_param" => GetParam.Begin(caller, rest, kernel),
            "set_param" or "conf_param" => SetParam(caller, rest),
            "list_nids" => new KernelQuery(caller, Nids),
            "ping" => rest.Length == 0
                ? Refused.Text(caller, WrongArguments, "usage: ping nid [timeout] [pid]\n")
                : new PingNid(caller, rest[0], Yaml: false),
            "network" when rest is ["up"] or ["configure"] => new NetworkUp(caller),
            "--version" or "-V" or "version" => new Refused(caller, Replies.Ok($"lctl {KernelState.LustreVersion}\n")),
            var unknown => Refused.Text(caller, 1, $"{unknown}: Unknown command.\n"),
        };
    }

    public static Continuation Lnetctl(ToolCaller caller) => caller.Arguments switch
    {
        ["net", "show", ..] => new KernelQuery(caller, NetShow),
        ["ping", var nid, ..] => new PingNid(caller, nid, Yaml: true),
        ["export", ..] => new KernelQuery(caller, k => k.Modules == ModuleState.Loaded ? NetShow(k) : Replies.Ok()),
        ["lnet", "configure", ..] => new NetworkUp(caller),
        _ => Refused.Text(caller, LnetctlFailure, $"lnetctl: unknown command '{string.Join(' ', caller.Arguments)}'\n"),
    };

    private static ToolReply List(KernelState kernel) => kernel.Modules == ModuleState.Loaded
        ? Replies.Ok(DeviceList.Print(kernel))
        : Replies.Fail(2, "Writer error: failed to resolve Netlink family id\n");

    private static ToolReply Nids(KernelState kernel) => kernel.Modules == ModuleState.Loaded
        ? Replies.Ok(string.Concat(kernel.Nids.Select(n => n + "\n")))
        : Replies.Fail(1, "IOC_LIBCFS_GET_NI error 19: No such device\n");

    private static ToolReply NetShow(KernelState kernel)
    {
        if (kernel.Modules != ModuleState.Loaded)
            return Replies.Fail(LnetctlFailure, "show:\n    - net:\n          errno: -22\n          descr: \"cannot get networks: Invalid argument\"\n");
        var nets = kernel.Nids.GroupBy(n => n[(n.IndexOf('@') + 1)..], StringComparer.Ordinal).Select(net =>
            $"    - net type: {net.Key}\n      local NI(s):\n" + string.Concat(net.Select(n => $"        - nid: {n}\n          status: up\n")));
        return Replies.Ok("net:\n    - net type: lo\n      local NI(s):\n        - nid: 0@lo\n          status: up\n" + string.Concat(nets));
    }

    // No parameter of the model can be set yet: each is reported as not there.
    private static Refused SetParam(ToolCaller caller, ImmutableArray<string> arguments)
    {
        var settings = arguments.Where(a => !a.StartsWith('-')).ToArray();
        return settings.Length == 0
            ? Refused.Text(caller, WrongArguments, "usage: set_param [-n] [-P] <param_path=value>\n")
            : Refused.Text(caller, Errno.NoEntry, string.Concat(settings.Select(s =>
                $"error: set_param: param_path '{s.Split('=')[0].Replace('.', '/')}': {Errno.Text(Errno.NoEntry)}\n")));
    }
}
