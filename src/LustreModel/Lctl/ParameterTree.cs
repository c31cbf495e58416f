using System.Globalization;
using LustreSupervisor.LustreModel.Data;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary>The parameters that a kernel shows, by dotted name; each value ends with a line feed.</summary>
internal static class ParameterTree
{
    // Share of a device that ldiskfs leaves to a target after inode tables and journal, and bytes per inode by role: the
    // defaults of mkfs.lustre on a device of a few GiB.
    private const double UsableShare = 0.94;
    private const int BytesPerInode = 2560;

    // What Lustre's modules allocate on an idle server: of the order of 100 MiB.
    private const long MemoryUsed = 100L << 20;

    public static IEnumerable<(string Name, string Value)> All(KernelState kernel, MgsConfig? config, DateTimeOffset now)
    {
        if (kernel.Modules != ModuleState.Loaded)
            yield break;
        yield return ("health_check", Health(kernel));
        yield return ("version", KernelState.LustreVersion + "\n");
        yield return ("memused", Line(MemoryUsed));
        yield return ("lnet_memused", Line(MemoryUsed / 10));
        foreach (var parameter in Settable.All(kernel))
            yield return (parameter.Name, parameter.Value(kernel) + "\n");
        foreach (var target in kernel.Up)
        {
            foreach (var entry in Capacity(target, $"osd-{target.Data.Backend}.{target.Service}"))
                yield return entry;
            yield return ($"osd-{target.Data.Backend}.{target.Service}.fstype", target.Data.Backend + "\n");
            yield return ($"osd-{target.Data.Backend}.{target.Service}.mntdev", target.DevicePath + "\n");
            foreach (var entry in Service(target, now).Concat(Peers(kernel, target)))
                yield return entry;
        }
        if (kernel.Mgs is not null && config is not null)
            foreach (var entry in Mgs(config))
                yield return entry;
    }

    private static string Health(KernelState kernel)
    {
        if (kernel.Lbug)
            return "LBUG\n";
        var sick = kernel.Targets.Values.Where(t => t.ReadOnly).Select(t => $"device {t.Service} reported unhealthy\n").ToArray();
        return sick.Length == 0 ? "healthy\n" : string.Concat(sick) + "NOT HEALTHY\n";
    }

    private static IEnumerable<(string, string)> Capacity(TargetMount target, string prefix)
    {
        var total = (long)(target.SizeBytes / 1024 * UsableShare);
        var free = total - (total / 200) - ((target.Load?.BytesUsed ?? 0) / 1024);
        var files = target.SizeBytes / BytesPerInode;
        yield return ($"{prefix}.kbytestotal", Line(total));
        yield return ($"{prefix}.kbytesfree", Line(free));
        yield return ($"{prefix}.kbytesavail", Line(Math.Max(0, free - (total / 20))));
        yield return ($"{prefix}.filestotal", Line(files));
        yield return ($"{prefix}.filesfree", Line(files - 300));
    }

    private static IEnumerable<(string, string)> Service(TargetMount target, DateTimeOffset now)
    {
        if ((!target.Data.IsMdt && !target.Data.IsOst) || !target.Serves)
            yield break;
        var prefix = $"{(target.Data.IsMdt ? "mdt" : "obdfilter")}.{target.Service}";
        yield return ($"{prefix}.recovery_status", RecoveryText.Print(target.Recovery, now));
        yield return ($"{prefix}.instance", Line(target.Data.MountCount));
        yield return ($"{prefix}.num_exports", Line(target.Load?.Clients.Length ?? Connected(target.Recovery)));
        yield return ($"{prefix}.eviction_count", Line(target.Load?.Evictions ?? Evicted(target.Recovery)));
        foreach (var client in target.Load?.Clients ?? [])
            yield return ($"{prefix}.exports.{client.Nid}.uuid", client.Uuid + "\n");
        var counters = target.Load?.Counters ?? new ServiceCounters();
        yield return (target.Data.IsOst ? $"{prefix}.stats" : $"{prefix}.md_stats", target.Data.IsOst
            ? StatsText.Ost(counters, target.UpAt, now)
            : StatsText.Mdt(counters, target.UpAt, now));
        yield return ($"{prefix}.job_stats", "job_stats:\n");
        if (target.Data.IsOst)
            foreach (var entry in Capacity(target, prefix))
                yield return entry;
    }

    // What an MDS shows of the OSTs of its file system.
    private static IEnumerable<(string, string)> Peers(KernelState kernel, TargetMount target)
    {
        if (!target.Data.IsMdt || !target.Serves)
            yield break;
        var osts = kernel.View(target.Data.FsName).Services.Where(s => s.Contains("-OST", StringComparison.Ordinal)).ToArray();
        foreach (var ost in osts)
            yield return ($"osp.{ost}-osc-{target.Service[^7..]}.prealloc_status", "0\n");
        yield return ($"lod.{target.Service}-mdtlov.qos_threshold_rr", "17%\n");
        yield return ($"lod.{target.Service}-mdtlov.qos_prio_free", "91%\n");
        yield return ($"lod.{target.Service}-mdtlov.target_obd", string.Concat(osts.Select(o => string.Create(
            CultureInfo.InvariantCulture, $"{Convert.ToInt32(o[^4..], 16)}: {o}_UUID {(IsActive(kernel, target, o) ? "" : "IN")}ACTIVE\n"))));
    }

    private static bool IsActive(KernelState kernel, TargetMount mdt, string ost) =>
        Settable.All(kernel).FirstOrDefault(p => p.Name == $"osp.{ost}-osc-{mdt.Service[^7..]}.active")?.Value(kernel) != "0";

    private static IEnumerable<(string, string)> Mgs(MgsConfig config)
    {
        var byName = config.Targets.Values.Where(t => t.Service.Length > 8).GroupBy(t => t.Service[..^8], StringComparer.Ordinal).ToArray();
        yield return ("mgs.MGS.filesystems", string.Concat(byName.Select(g => g.Key + "\n")));
        foreach (var fs in byName)
            yield return ($"mgs.MGS.live.{fs.Key}", $"fsname: {fs.Key}\nflags: 0x20     gen: {config.Version}\n"
                + string.Concat(fs.Select(t => t.Service + "\n"))
                + $"\nSecure RPC Config Rules:\n\nimperative_recovery_state:\n    state: full\n    nonir_clients: 0\n"
                + $"    nidtbl_version: {config.Version}\n");
    }

    private static long Connected(RecoveryState state) => state switch
    {
        Recovering r => r.Connected,
        Complete c => c.Completed,
        _ => 0,
    };

    private static long Evicted(RecoveryState state) => state is Complete c ? c.Known - c.Completed : 0;

    private static string Line(long value) => value.ToString(CultureInfo.InvariantCulture) + "\n";
}
