using System.Text.Json.Nodes;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Supervisor.Kubernetes.Converters;

/// <summary>Reads the <c>spec</c> of a LustreFilesystem. Defaults are those of <see cref="FilesystemSpec"/>, which the CRD repeats.</summary>
public static class FilesystemSpecReader
{
    /// <summary>Reads; never fails: what is missing or misspelt takes its default, or an empty value that the rules refuse.</summary>
    /// <param name="spec">The <c>spec</c> object.</param>
    public static FilesystemSpec Read(JsonObject spec)
    {
        var node = new SpecNode(spec);
        var defaults = new FilesystemSpec { FsName = "", Mgs = Mgs(default), Mdts = Group(default), Osts = Group(default) };
        return defaults with
        {
            FsName = node.Text("fsName", ""),
            Version = node.Text("version", defaults.Version),
            Image = node.Text("image", defaults.Image),
            Runtime = node.Word("runtime", defaults.Runtime),
            Backend = node.Word("backend", defaults.Backend),
            Network = Network(node.Child("network"), defaults.Network),
            Mgs = Mgs(node.Child("mgs")),
            Mdts = Group(node.Child("mdts")),
            Osts = Group(node.Child("osts")),
            TolerateFailedTargets = node.Number("tolerateFailedTargets", defaults.TolerateFailedTargets),
            Healing = PolicyReader.Healing(node.Child("healing"), defaults.Healing),
            Scaling = PolicyReader.Scaling(node.Child("scaling"), defaults.Scaling),
            Upgrade = PolicyReader.Upgrade(node.Child("upgrade"), defaults.Upgrade),
            ChannelPolicy = node.Child("channels").Word("policy", defaults.ChannelPolicy),
            Paused = node.Flag("paused", defaults.Paused),
            DeletionPolicy = node.Word("deletionPolicy", defaults.DeletionPolicy),
        };
    }

    private static NetworkSpec Network(SpecNode node, NetworkSpec defaults) => new()
    {
        HostNetwork = node.Flag("hostNetwork", defaults.HostNetwork),
        Lnet = node.Nodes("lnet") is { } nets
            ? [.. nets.Select(net => new LnetSpec(net.Text("net", ""), net.Texts("interfaces")))]
            : defaults.Lnet,
    };

    private static MgsSpec Mgs(SpecNode node) =>
        new(node.Child("storage") is { Exists: true } storage ? Storage(storage) : null, node.Texts("externalNids"));

    private static TargetGroupSpec Group(SpecNode node)
    {
        var defaults = new PlacementSpec();
        var placement = node.Child("placement");
        return new TargetGroupSpec(node.Number("count", 0), Storage(node.Child("storage")), new PlacementSpec
        {
            NodeSelector = placement.Map("nodeSelector"),
            FailureDomainKey = placement.Text("failureDomainKey", defaults.FailureDomainKey),
            MaxPerNode = placement.Number("maxPerNode", defaults.MaxPerNode),
        });
    }

    private static StorageSpec Storage(SpecNode node)
    {
        var devices = node.Child("devices");
        return new StorageSpec(
            devices.Child("selector").Map("matchLabels"),
            devices.Number("minSizeGiB", 1),
            devices.Word("reachable", Reachability.Shared),
            node.Child("claimTemplate").Json);
    }
}
