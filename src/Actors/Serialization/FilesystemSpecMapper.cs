using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>Maps a declared file system.</summary>
internal static class FilesystemSpecMapper
{
    public static Proto.FilesystemSpec ToProto(this FilesystemSpec s) => new()
    {
        FsName = s.FsName,
        Version = s.Version,
        Image = s.Image,
        Runtime = EnumMaps.Runtime.Write(s.Runtime),
        Backend = EnumMaps.Backend.Write(s.Backend),
        Network = s.Network.ToProto(),
        Mgs = s.Mgs.ToProto(),
        Mdts = s.Mdts.ToProto(),
        Osts = s.Osts.ToProto(),
        TolerateFailedTargets = s.TolerateFailedTargets,
        Healing = s.Healing.ToProto(),
        Scaling = s.Scaling.ToProto(),
        Upgrade = s.Upgrade.ToProto(),
        ChannelPolicy = EnumMaps.Channel.Write(s.ChannelPolicy),
        Paused = s.Paused,
        DeletionPolicy = EnumMaps.Deletion.Write(s.DeletionPolicy),
    };

    public static FilesystemSpec ToDomain(this Proto.FilesystemSpec s) => new()
    {
        FsName = s.FsName,
        Version = s.Version,
        Image = s.Image,
        Runtime = EnumMaps.Runtime.Read(s.Runtime),
        Backend = EnumMaps.Backend.Read(s.Backend),
        Network = s.Network.Needed("spec.network").ToDomain(),
        Mgs = s.Mgs.Needed("spec.mgs").ToDomain(),
        Mdts = s.Mdts.Needed("spec.mdts").ToDomain(),
        Osts = s.Osts.Needed("spec.osts").ToDomain(),
        TolerateFailedTargets = s.TolerateFailedTargets,
        Healing = s.Healing.Needed("spec.healing").ToDomain(),
        Scaling = s.Scaling.Needed("spec.scaling").ToDomain(),
        Upgrade = s.Upgrade.Needed("spec.upgrade").ToDomain(),
        ChannelPolicy = EnumMaps.Channel.Read(s.ChannelPolicy),
        Paused = s.Paused,
        DeletionPolicy = EnumMaps.Deletion.Read(s.DeletionPolicy),
    };

    private static Proto.ScalingSpec ToProto(this ScalingSpec s) => new()
    {
        Mode = s.Mode,
        MinOsts = s.MinOsts,
        MaxOsts = s.MaxOsts,
        ScaleUpAbovePercent = s.ScaleUpAbovePercent,
        HeadroomPercent = s.HeadroomPercent,
        CooldownSeconds = s.CooldownSeconds,
        AllowUnattendedRemoval = s.AllowUnattendedRemoval,
    };

    private static ScalingSpec ToDomain(this Proto.ScalingSpec s) => new()
    {
        Mode = s.Mode,
        MinOsts = s.MinOsts,
        MaxOsts = s.MaxOsts,
        ScaleUpAbovePercent = s.ScaleUpAbovePercent,
        HeadroomPercent = s.HeadroomPercent,
        CooldownSeconds = s.CooldownSeconds,
        AllowUnattendedRemoval = s.AllowUnattendedRemoval,
    };

    private static Proto.UpgradeSpec ToProto(this UpgradeSpec u) => new()
    {
        Supervised = u.Supervised, MaxUnavailablePerFailureDomain = u.MaxUnavailablePerFailureDomain, Windows = { u.Windows },
    };

    private static UpgradeSpec ToDomain(this Proto.UpgradeSpec u) => new()
    {
        Supervised = u.Supervised, MaxUnavailablePerFailureDomain = u.MaxUnavailablePerFailureDomain, Windows = [.. u.Windows],
    };
}
