using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>Maps the parts of a declared file system that say which targets there are, and over which networks they serve.</summary>
internal static class TargetGroupMapper
{
    public static Proto.TargetGroupSpec ToProto(this TargetGroupSpec g) => new()
    {
        Count = g.Count, Storage = g.Storage.ToProto(), Placement = g.Placement.ToProto(),
    };

    public static TargetGroupSpec ToDomain(this Proto.TargetGroupSpec g) =>
        new(g.Count, g.Storage.Needed("storage").ToDomain(), g.Placement.Needed("placement").ToDomain());

    public static Proto.MgsSpec ToProto(this MgsSpec m) => new() { Storage = m.Storage?.ToProto(), ExternalNids = { m.ExternalNids } };

    public static MgsSpec ToDomain(this Proto.MgsSpec m) => new(m.Storage?.ToDomain(), [.. m.ExternalNids]);

    public static Proto.NetworkSpec ToProto(this NetworkSpec n) => new() { HostNetwork = n.HostNetwork, Lnet = { n.Lnet.Select(ToProto) } };

    public static NetworkSpec ToDomain(this Proto.NetworkSpec n) => new() { HostNetwork = n.HostNetwork, Lnet = [.. n.Lnet.Select(ToDomain)] };

    private static Proto.LnetSpec ToProto(LnetSpec l) => new() { Net = l.Net, Interfaces = { l.Interfaces } };

    private static LnetSpec ToDomain(Proto.LnetSpec l) => new(l.Net, [.. l.Interfaces]);

    private static Proto.StorageSpec ToProto(this StorageSpec s)
    {
        var message = new Proto.StorageSpec
        {
            Selector = { s.Selector }, MinSizeGib = s.MinSizeGiB, Reachable = EnumMaps.Reachable.Write(s.Reachable),
        };
        if (s.ClaimTemplate is { } template)
            message.ClaimTemplate = template;
        return message;
    }

    private static StorageSpec ToDomain(this Proto.StorageSpec s) =>
        new(s.Selector.ToDomain(), s.MinSizeGib, EnumMaps.Reachable.Read(s.Reachable), s.HasClaimTemplate ? s.ClaimTemplate : null);

    private static Proto.PlacementSpec ToProto(this PlacementSpec p) => new()
    {
        NodeSelector = { p.NodeSelector }, FailureDomainKey = p.FailureDomainKey, MaxPerNode = p.MaxPerNode,
    };

    private static PlacementSpec ToDomain(this Proto.PlacementSpec p) => new()
    {
        NodeSelector = p.NodeSelector.ToDomain(), FailureDomainKey = p.FailureDomainKey, MaxPerNode = p.MaxPerNode,
    };
}
