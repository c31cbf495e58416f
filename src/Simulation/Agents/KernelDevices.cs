using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Simulation.Agents;

/// <summary>What <c>lctl dl</c> lists, without the text: agents look every few seconds, and the parser has tests of its own.</summary>
internal static class KernelDevices
{
    internal static DeviceList Of(KernelState kernel)
    {
        var list = ImmutableArray.CreateBuilder<ObdDevice>();
        foreach (var mount in kernel.Targets.Values)
        {
            if (!mount.BackendMounted)
                continue;
            var status = mount.Phase == MountPhase.Stopping ? "ST" : "UP";
            list.Add(new ObdDevice(list.Count, status, "osd-ldiskfs", mount.Service + "-osd"));
            if (mount.Data.IsMgs)
                list.Add(new ObdDevice(list.Count, status, "mgs", "MGS"));
            else if (mount.Phase != MountPhase.Starting)
                list.Add(new ObdDevice(list.Count, status, mount.Data.IsMdt ? "mdt" : "obdfilter", mount.Service));
        }

        return new DeviceList(list.ToImmutable());
    }
}
