using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LustreModel.Lnet;

namespace LustreSupervisor.LocalCluster.Nodes.Kernel;

/// <summary>What a simulated kernel is told at its boot.</summary>
public sealed record KernelHostOptions
{
    /// <summary>Variable of the node process that sets <see cref="OldMmpErrno"/> when it is <c>1</c>.</summary>
    public const string OldMmpErrnoVariable = "LUSTRE_OLD_MMP_ERRNO";

    /// <summary>Variable of the node process that sets <see cref="HostIdUnset"/> when it is <c>1</c>.</summary>
    public const string HostIdUnsetVariable = "LUSTRE_NO_HOSTID";

    private readonly string? storageName;

    /// <summary>Kernel node name; MMP writes it.</summary>
    public required string NodeName { get; init; }

    /// <summary>Name by which the storage knows this kernel: the host's, for a virtual machine.</summary>
    public string StorageName
    {
        get => storageName ?? NodeName;
        init => storageName = value;
    }

    /// <summary>Identity of the machine.</summary>
    public required string SystemUuid { get; init; }

    /// <summary>Identity of this boot.</summary>
    public required string BootId { get; init; }

    /// <summary>NIDs that LNet takes when nobody has configured it, such as <c>10.0.0.1@tcp</c>.</summary>
    public required IReadOnlyList<string> Nids { get; init; }

    /// <summary>Network interfaces that LNet may use; empty to have one for each of <see cref="Nids"/>.</summary>
    public IReadOnlyList<NetInterface> Interfaces { get; init; } = [];

    /// <summary>UNIX socket on which tools and other kernels are answered; at most <see cref="KernelSocket.PathBytesMax"/> bytes.</summary>
    public required string SocketPath { get; init; }

    /// <summary>UNIX socket on which clients are served: the node's end of LNet. Null when the node serves none.</summary>
    public string? DataSocketPath { get; init; }

    /// <summary>Directory in which each pod's mount table is kept, under the pod's UID; null to keep none.</summary>
    public string? MountTableDirectory { get; init; }

    /// <summary>The storage.</summary>
    public required DeviceCatalog Catalog { get; init; }

    /// <summary>
    /// Socket of the kernel that owns a NID; null for a NID that nobody owns. The map of the LNet network: a node that is down has a
    /// socket path too, it only refuses.
    /// </summary>
    public Func<string, string?> SocketOfNid { get; init; } = _ => null;

    /// <summary>Factor for Lustre's own delays: 1 in life; 0.1 turns MMP's 22 s into 2.2 s.</summary>
    public double DelayFactor { get; init; } = 1;

    /// <summary>True for a kernel before April 2023: a mount that MMP refuses ends with EINVAL (22) instead of EBUSY (16).</summary>
    public bool OldMmpErrno { get; init; }

    /// <summary>False for a node without ZFS.</summary>
    public bool HasZfs { get; init; } = true;

    /// <summary>True for a node on which nobody ran <c>zgenhostid</c>: its host id is 0.</summary>
    public bool HostIdUnset { get; init; }

    /// <summary>False for a node whose kernel has no Lustre modules.</summary>
    public bool HasModules { get; init; } = true;

    /// <summary>Clock of delays and stamps.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
