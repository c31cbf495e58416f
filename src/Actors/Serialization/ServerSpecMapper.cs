using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>Maps a server's entry in the plan.</summary>
internal static class ServerSpecMapper
{
    public static Proto.ServerSpec ToProto(this ServerSpec s) => new()
    {
        Target = s.Target.ToProto(),
        Device = s.Device.ToProto(),
        ServiceNodes = { s.ServiceNodes.Select(ToProto) },
        MgsNids = { s.MgsNids },
        Runtime = s.Runtime.ToProto(),
        Healing = s.Healing.ToProto(),
        MaxPerNode = s.MaxPerNode,
        Paused = s.Paused,
        HandsOff = s.HandsOff,
        OwnerUid = s.OwnerUid,
        Networks = { s.Networks.Select(n => new Proto.LnetSpec { Net = n.Net, Interfaces = { n.Interfaces } }) },
    };

    public static ServerSpec ToDomain(this Proto.ServerSpec s) => new()
    {
        Target = s.Target.Needed("spec.target").ToDomain(),
        Device = s.Device.Needed("spec.device").ToDomain(),
        ServiceNodes = [.. s.ServiceNodes.Select(ToDomain)],
        MgsNids = [.. s.MgsNids],
        Runtime = s.Runtime.Needed("spec.runtime").ToDomain(),
        Healing = s.Healing.Needed("spec.healing").ToDomain(),
        MaxPerNode = s.MaxPerNode,
        Paused = s.Paused,
        HandsOff = s.HandsOff,
        OwnerUid = s.OwnerUid,
        Networks = [.. s.Networks.Select(n => new LnetSpec(n.Net, [.. n.Interfaces]))],
    };

    private static Proto.ServiceNode ToProto(ServiceNode n) => new()
    {
        Name = n.Name, SystemUuid = n.SystemUuid, Nids = n.Nids, DevicePath = n.DevicePath,
    };

    private static ServiceNode ToDomain(Proto.ServiceNode n) => new(n.Name, n.SystemUuid, n.Nids, n.DevicePath);

    private static Proto.ServerRuntime ToProto(this ServerRuntime r) => new()
    {
        Image = r.Image, Kind = EnumMaps.Runtime.Write(r.Kind), Backend = EnumMaps.Backend.Write(r.Backend), HostNetwork = r.HostNetwork,
    };

    private static ServerRuntime ToDomain(this Proto.ServerRuntime r) =>
        new(r.Image, EnumMaps.Runtime.Read(r.Kind), EnumMaps.Backend.Read(r.Backend), r.HostNetwork);
}
