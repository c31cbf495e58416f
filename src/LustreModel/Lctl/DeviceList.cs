using System.Globalization;
using System.Text;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary><c>lctl dl</c>: the obd devices of a kernel. Names and types are Lustre's; reference counts are constants.</summary>
internal static class DeviceList
{
    public static string Print(KernelState kernel)
    {
        var lines = Lines(kernel).ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < lines.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i,3} {lines[i]}\n");
        return text.ToString();
    }

    private static IEnumerable<string> Lines(KernelState kernel)
    {
        var targets = kernel.Targets.Values.Where(t => t.BackendMounted).ToArray();
        foreach (var target in targets)
            yield return $"{Status(target)} osd-{target.Data.Backend} {target.Service}-osd {target.Service}-osd_UUID 4";
        foreach (var target in targets.Where(t => t.Data.IsMgs))
            yield return $"{Status(target)} mgs MGS MGS 6";
        foreach (var mgs in targets.Select(MgsNid).Distinct())
            yield return $"UP mgc MGC{mgs ?? kernel.Nids.FirstOrDefault("0@lo")} {kernel.BootId} 4";
        if (targets.Any(t => t.Data.IsMdt))
            yield return "UP mds MDS MDS_uuid 2";
        if (targets.Any(t => t.Data.IsOst))
            yield return "UP ost OSS OSS_uuid 2";
        foreach (var target in targets.Where(t => t.Phase != MountPhase.Starting && t.Serves))
            foreach (var line in target.Data.IsMdt ? Mdt(kernel, target) : target.Data.IsOst ? Ost(target) : [])
                yield return line;
    }

    private static IEnumerable<string> Mdt(KernelState kernel, TargetMount target)
    {
        var (fs, mdt, status) = (target.Data.FsName, target.Service, Status(target));
        var index = mdt[^4..];
        yield return $"{status} lod {mdt}-mdtlov {mdt}-mdtlov_UUID 3";
        yield return $"{status} mdt {mdt} {mdt}_UUID 5";
        yield return $"{status} mdd {fs}-MDD{index} {fs}-MDD{index}_UUID 3";
        if (target.Data.Index == 0)
            yield return $"{status} qmt {fs}-QMT0000 {fs}-QMT0000_UUID 3";
        foreach (var ost in kernel.View(fs).Services.Where(s => s.Contains("-OST", StringComparison.Ordinal)))
            yield return $"{status} osp {ost}-osc-MDT{index} {mdt}-mdtlov_UUID 4";
        yield return $"{status} lwp {fs}-MDT0000-lwp-MDT{index} {fs}-MDT0000-lwp-MDT{index}_UUID 4";
    }

    private static IEnumerable<string> Ost(TargetMount target)
    {
        var (fs, ost, status) = (target.Data.FsName, target.Service, Status(target));
        yield return $"{status} obdfilter {ost} {ost}_UUID 6";
        yield return $"{status} lwp {fs}-MDT0000-lwp-{ost[^7..]} {fs}-MDT0000-lwp-{ost[^7..]}_UUID 4";
    }

    private static string? MgsNid(TargetMount target) => target.Data.MgsNodes.FirstOrDefault()?.Split(',')[0];

    private static string Status(TargetMount target) => target.Phase == MountPhase.Stopping ? "ST" : "UP";
}
