using System.Collections.Immutable;
using System.Globalization;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Zfs;

/// <summary>Subcommands of <c>zpool</c>. Exit 2 is wrong usage, 1 a failure (man zpool).</summary>
internal static class ZpoolTool
{
    private const int UsageExit = 2;

    /// <summary>What every ZFS tool says without the module.</summary>
    public static readonly ToolReply NoModule = Replies.Fail(1, "The ZFS modules cannot be auto-loaded.\nTry running 'modprobe zfs' as root to manually load them.\n");

    public static Continuation Begin(ToolCaller caller, KernelState kernel)
    {
        var rest = caller.Arguments.Length == 0 ? [] : caller.Arguments.RemoveAt(0);
        return caller.Arguments.FirstOrDefault("") switch
        {
            "import" => ZpoolImport.Begin(caller, rest),
            "export" => Export(caller, [.. rest.Where(a => a is not ("-f" or "-F"))], kernel),
            "list" => new KernelQuery(caller, k => ZpoolText.List(k, rest)),
            "get" => new KernelQuery(caller, k => ZpoolText.Get(k, rest)),
            "status" => new KernelQuery(caller, k => ZpoolText.Status(k, [.. rest.Where(a => !a.StartsWith('-'))])),
            "set" when rest is [var setting, var pool] => new ZpoolSet(caller, setting, pool, kernel.Pools.GetValueOrDefault(pool)?.DevicePath),
            "version" or "--version" or "-V" => new Refused(caller, Replies.Ok("zfs-2.3.4-1\nzfs-kmod-2.3.4-1\n")),
            var unknown => Usage(caller, $"unrecognized command '{unknown}'\n"),
        };
    }

    public static Refused Usage(ToolCaller caller, string text) =>
        Refused.Text(caller, UsageExit, $"{text}usage: {caller.Tool} command args ...\n");

    /// <summary>What is said of a pool that is not imported here.</summary>
    public static ToolReply NoSuchPool(string pool) => Replies.Fail(1, $"cannot open '{pool}': no such pool\n");

    private static Continuation Export(ToolCaller caller, ImmutableArray<string> pools, KernelState kernel)
    {
        if (pools.Length != 1 || pools[0].StartsWith('-'))
            return Usage(caller, pools.Length == 0 ? "missing pool argument\n" : "the simulated tool exports one pool at a time\n");
        return new ZpoolExport(caller, pools[0], kernel.Pools.GetValueOrDefault(pools[0])?.DevicePath);
    }
}

/// <summary><c>zpool export POOL</c>.</summary>
internal sealed record ZpoolExport(ToolCaller Caller, string Pool, string? Device) : Continuation(Caller)
{
    public override string? DevicePath => Device;

    public override StepResult Resume(StepInput input)
    {
        if (input.Kernel.Pools.GetValueOrDefault(Pool) is not { } imported)
            return input.Done(ZpoolTool.NoSuchPool(Pool));
        if (input.Kernel.Targets.Values.Any(t => ZfsNames.PoolOf(t.DevicePath) == Pool))
            return input.Done(Replies.Fail(1, $"cannot export '{Pool}': pool is busy\n"));
        if (input.IoError || imported.Suspended || input.Device is not { Content: PoolMember { Pool: var pool } } device)
            return input.Done(Replies.Fail(1, $"cannot export '{Pool}': pool I/O is currently suspended\n"));
        return (input with
        {
            Kernel = input.Kernel with { Pools = input.Kernel.Pools.Remove(Pool) },
            Device = device with { Content = new PoolMember(pool with { Exported = true }) },
        }).Done(Replies.Ok());
    }
}

/// <summary><c>zpool set multihost=on|off POOL</c>.</summary>
internal sealed record ZpoolSet(ToolCaller Caller, string Setting, string Pool, string? Device) : Continuation(Caller)
{
    public override string? DevicePath => Device;

    public override StepResult Resume(StepInput input)
    {
        if (input.Kernel.Pools.GetValueOrDefault(Pool) is not { } imported || input.Device is not { Content: PoolMember { Pool: var pool } } device)
            return input.Done(ZpoolTool.NoSuchPool(Pool));
        if (Setting is not ("multihost=on" or "multihost=off"))
            return input.Done(Replies.Fail(1, string.Create(CultureInfo.InvariantCulture,
                $"cannot set property for '{Pool}': invalid property '{Setting.Split('=')[0]}'\n")));
        if (Setting == "multihost=on" && input.Kernel.HostId == 0)
            return input.Done(Replies.Fail(1, $"cannot set property for '{Pool}': requires a non-zero system hostid\n"));
        pool = pool with { Multihost = Setting == "multihost=on" };
        return (input with
        {
            Kernel = input.Kernel.WithPool(imported with { Pool = pool }), Device = device with { Content = new PoolMember(pool) },
        }).Done(Replies.Ok());
    }
}
