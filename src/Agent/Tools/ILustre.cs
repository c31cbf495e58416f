using System.Collections.Immutable;

namespace LustreSupervisor.Agent.Tools;

/// <summary>
/// Lustre's tools and those of the backend file system, as they are: what they mean is decided in Topology. No member throws for what a
/// tool says or for its not answering in time.
/// </summary>
internal interface ILustre
{
    /// <summary><c>blkid -p -o export DEV</c>: low-level probe without cache.</summary>
    Task<ToolResult> BlkidAsync(string device, CancellationToken cancellationToken);

    /// <summary><c>tunefs.lustre --dryrun DEV</c>: reads only.</summary>
    Task<ToolResult> TunefsAsync(string device, CancellationToken cancellationToken);

    /// <summary><c>mkfs.lustre ARGS</c>: never killed.</summary>
    Task<ToolResult> MkfsAsync(ImmutableArray<string> arguments, TimeSpan within, CancellationToken cancellationToken);

    /// <summary><c>dumpe2fs -m DEV</c>: takes about 21 s when the device is not marked clean.</summary>
    Task<ToolResult> CheckMmpAsync(string device, CancellationToken cancellationToken);

    /// <summary><c>mount -t lustre DEV DIR</c>: never killed.</summary>
    Task<ToolResult> MountAsync(string device, string directory, TimeSpan within, CancellationToken cancellationToken);

    /// <summary><c>umount DIR</c>, never <c>-f</c>: never killed.</summary>
    Task<ToolResult> UmountAsync(string directory, TimeSpan within, CancellationToken cancellationToken);

    /// <summary><c>lctl dl</c>.</summary>
    Task<ToolResult> DeviceListAsync(CancellationToken cancellationToken);

    /// <summary><c>lctl get_param PATTERN...</c>.</summary>
    Task<ToolResult> GetParamAsync(ImmutableArray<string> patterns, CancellationToken cancellationToken);

    /// <summary><c>lctl ping NID SECONDS</c>.</summary>
    Task<ToolResult> PingAsync(string nid, CancellationToken cancellationToken);

    /// <summary><c>dmesg</c>: the kernel's log, its newest lines.</summary>
    Task<ToolResult> KernelLogAsync(CancellationToken cancellationToken);

    /// <summary><c>lnetctl net show</c>.</summary>
    Task<ToolResult> LnetShowAsync(CancellationToken cancellationToken);

    /// <summary><c>lnetctl lnet configure</c>: loads and starts LNet; harmless where it runs.</summary>
    Task<ToolResult> LnetConfigureAsync(CancellationToken cancellationToken);

    /// <summary><c>lnetctl import FILE</c>: adds what the file names.</summary>
    Task<ToolResult> LnetImportAsync(string file, CancellationToken cancellationToken);

    /// <summary><c>zpool list -H -o name</c>: the pools imported in this kernel.</summary>
    Task<ToolResult> PoolsAsync(CancellationToken cancellationToken);

    /// <summary><c>zpool get -H -o value PROPERTY POOL</c>.</summary>
    Task<ToolResult> PoolPropertyAsync(string pool, string property, CancellationToken cancellationToken);

    /// <summary><c>zpool import -o cachefile=none -N [-f] -d DEV POOL</c>: mounts nothing; never killed.</summary>
    Task<ToolResult> PoolImportAsync(string device, string pool, bool force, TimeSpan within, CancellationToken cancellationToken);

    /// <summary><c>zpool export POOL</c>, never <c>-f</c>: never killed.</summary>
    Task<ToolResult> PoolExportAsync(string pool, TimeSpan within, CancellationToken cancellationToken);
}
