using System.Collections.Immutable;
using System.Globalization;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Agents.Devices;

/// <summary>The one way in which a target is formatted.</summary>
public static class MkfsCommand
{
    /// <summary>
    /// Arguments of mkfs.lustre. Always with <c>--servicenode</c>, which brings multi-mount protection and leaves no node primary; never
    /// with <c>--reformat</c> or <c>--replace</c>. The MGT takes no index: with one, mkfs.lustre prints its usage, formats nothing and
    /// exits 0.
    /// </summary>
    /// <exception cref="ArgumentException">No service NIDs: see <see cref="OrderCheck"/>.</exception>
    public static ImmutableArray<string> Arguments(WantedTarget target)
    {
        if (target.ServiceNids.IsDefaultOrEmpty)
            throw new ArgumentException("a target without service NIDs is not formatted", nameof(target));
        var services = target.ServiceNids.Select(n => $"--servicenode={n}");
        var backend = target.IsZfs ? "--backfstype=zfs" : "--backfstype=ldiskfs";
        ImmutableArray<string> place = target.IsZfs ? [target.Source, target.DevicePath] : [target.DevicePath];
        return target.Kind == TargetKind.Mgt
            ? ["--mgs", backend, .. services, .. place]
            :
            [
                target.Kind == TargetKind.Mdt ? "--mdt" : "--ost",
                backend,
                $"--fsname={target.FsName}",
                string.Create(CultureInfo.InvariantCulture, $"--index={target.Index}"),
                .. target.RegistersWith.Select(n => $"--mgsnode={n}"),
                .. services,
                .. place,
            ];
    }
}
