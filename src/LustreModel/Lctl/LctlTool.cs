using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary>Subcommands of <c>lctl</c>, with the exit codes measured without modules.</summary>
internal static class LctlTool
{
    /// <summary>Exit code of a subcommand that printed its help.</summary>
    public const int WrongArguments = 4;

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
            "set_param" => SetParam.Begin(caller, rest, kernel),
            "conf_param" => PermanentParam.BeginConf(caller, rest, kernel),
            "list_nids" => new KernelQuery(caller, Nids),
            "ping" => rest.Length == 0
                ? Refused.Text(caller, WrongArguments, "usage: ping nid [timeout] [pid]\n")
                : new PingNid(caller, rest[0], Yaml: false),
            "which_nid" when rest.Length > 0 => new KernelQuery(caller, k => rest.FirstOrDefault(n => k.SourceNid(n) is not null) is { } near
                ? Replies.Ok(near + "\n")
                : Replies.Fail(1, "No reachable NID\n")),
            "network" when rest is ["up"] or ["configure"] => new NetworkUp(caller),
            "--version" or "-V" or "version" => new Refused(caller, Replies.Ok($"lctl {KernelState.LustreVersion}\n")),
            var unknown => Refused.Text(caller, 1, $"{unknown}: Unknown command.\n"),
        };
    }

    private static ToolReply List(KernelState kernel) => kernel.Modules == ModuleState.Loaded
        ? Replies.Ok(DeviceList.Print(kernel))
        : Replies.Fail(2, "Writer error: failed to resolve Netlink family id\n");

    private static ToolReply Nids(KernelState kernel) => kernel.Lnet.Up
        ? Replies.Ok(string.Concat(kernel.Nids.Select(n => n + "\n")))
        : Replies.Fail(1, "IOC_LIBCFS_GET_NI error 19: No such device\n");
}
