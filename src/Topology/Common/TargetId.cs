using System.Globalization;

namespace LustreSupervisor.Topology.Common;

/// <summary>Which target of which file system: the identity of a Lustre server in every part of this program.</summary>
/// <param name="Namespace">Kubernetes namespace of the file system.</param>
/// <param name="Filesystem">Name of the <c>LustreFilesystem</c> resource.</param>
/// <param name="FsName">Lustre's own file system name, 1 to 8 characters.</param>
/// <param name="Kind">The target's role.</param>
/// <param name="Index">Index within the kind, below <see cref="IndexLimit"/>; 0 for the MGT.</param>
public sealed record TargetId(string Namespace, string Filesystem, string FsName, TargetKind Kind, int Index)
{
    /// <summary>Lustre refuses indices from here on (mkfs.lustre: "Target index must be less than 65504").</summary>
    public const int IndexLimit = 65504;

    /// <summary>Label on the device once registered: four lower-case hex digits, <c>scratch-OST000a</c> for index 10; <c>MGS</c> for the MGT.</summary>
    public string Label => Kind == TargetKind.Mgt ? "MGS" : $"{FsName}-{KindText}{HexIndex}";

    /// <summary>Name of the pod or VM, the Lease and the <c>LustreTarget</c>: a function of the target alone, so that a second cannot exist.</summary>
    public string ObjectName => Kind == TargetKind.Mgt
        ? $"{Filesystem}-mgs"
        : $"{Filesystem}-{KindText.ToLowerInvariant()}{HexIndex}";

    /// <summary>Key of the target's actor, unique in the cluster.</summary>
    public string EntityId => $"{Namespace}~{ObjectName}";

    /// <summary>Key of the file system's actor to which a target with this entity key belongs; null when it is no such key.</summary>
    public static string? FilesystemIdOf(string entityId)
    {
        ArgumentNullException.ThrowIfNull(entityId);
        var dash = entityId.LastIndexOf('-');
        return dash > 0 && entityId.Contains('~', StringComparison.Ordinal) ? entityId[..dash] : null;
    }

    /// <summary>Key of the file system's actor, unique in the cluster.</summary>
    public string FilesystemId => $"{Namespace}~{Filesystem}";

    /// <summary><c>MGS</c>, <c>MDT</c> or <c>OST</c>, as Lustre writes it.</summary>
    public string KindText => Kind switch { TargetKind.Mgt => "MGS", TargetKind.Mdt => "MDT", _ => "OST" };

    private string HexIndex => Index.ToString("x4", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{ObjectName}";
}
