using System.Collections.Immutable;

namespace LustreSupervisor.Agent.Tools;

/// <summary>The tools on PATH.</summary>
internal sealed class LustreTools(ToolRunner runner) : ILustre
{
    /// <summary>For tools that only read. A path whose every leg failed queues its reads for ever; then the tool is given up.</summary>
    private static readonly TimeSpan ProbeWithin = TimeSpan.FromSeconds(30);

    /// <summary>dumpe2fs -m watches for 21 s at the default interval of MMP, longer where a slow device has raised it.</summary>
    private static readonly TimeSpan MmpWithin = TimeSpan.FromSeconds(120);

    /// <summary>Loading LNet and bringing up an interface of InfiniBand takes seconds; a port without a link is waited for.</summary>
    private static readonly TimeSpan LnetWithin = TimeSpan.FromSeconds(60);

    /// <summary>Given to <c>lctl ping</c>: longer than a round trip under load, short beside the mount that just failed.</summary>
    private const string PingSeconds = "5";

    /// <inheritdoc/>
    public Task<ToolResult> BlkidAsync(string device, CancellationToken cancellationToken) =>
        ProbeAsync("blkid", ["-p", "-o", "export", device], cancellationToken);

    /// <inheritdoc/>
    public Task<ToolResult> TunefsAsync(string device, CancellationToken cancellationToken) =>
        ProbeAsync("tunefs.lustre", ["--dryrun", device], cancellationToken);

    /// <inheritdoc/>
    public Task<ToolResult> MkfsAsync(ImmutableArray<string> arguments, TimeSpan within, CancellationToken cancellationToken) =>
        runner.RunAsync("mkfs.lustre", arguments, within, mayKill: false, cancellationToken);

    /// <inheritdoc/>
    public Task<ToolResult> CheckMmpAsync(string device, CancellationToken cancellationToken) =>
        runner.RunAsync("dumpe2fs", ["-m", device], MmpWithin, mayKill: true, cancellationToken);

    /// <inheritdoc/>
    public Task<ToolResult> MountAsync(string device, string directory, TimeSpan within, CancellationToken cancellationToken) =>
        runner.RunAsync("mount", ["-t", "lustre", device, directory], within, mayKill: false, cancellationToken);

    /// <inheritdoc/>
    public Task<ToolResult> UmountAsync(string directory, TimeSpan within, CancellationToken cancellationToken) =>
        runner.RunAsync("umount", [directory], within, mayKill: false, cancellationToken);

    /// <inheritdoc/>
    public Task<ToolResult> DeviceListAsync(CancellationToken cancellationToken) => ProbeAsync("lctl", ["dl"], cancellationToken);

    /// <inheritdoc/>
    public Task<ToolResult> GetParamAsync(ImmutableArray<string> patterns, CancellationToken cancellationToken) =>
        ProbeAsync("lctl", ["get_param", .. patterns], cancellationToken);

    /// <inheritdoc/>
    public Task<ToolResult> PingAsync(string nid, CancellationToken cancellationToken) =>
        ProbeAsync("lctl", ["ping", nid, PingSeconds], cancellationToken);

    /// <inheritdoc/>
    public Task<ToolResult> KernelLogAsync(CancellationToken cancellationToken) =>
        runner.RunAsync("dmesg", [], ProbeWithin, mayKill: true, cancellationToken, keepEnd: true);

    /// <inheritdoc/>
    public Task<ToolResult> LnetShowAsync(CancellationToken cancellationToken) => ProbeAsync("lnetctl", ["net", "show"], cancellationToken);

    /// <inheritdoc/>
    public Task<ToolResult> LnetConfigureAsync(CancellationToken cancellationToken) =>
        runner.RunAsync("lnetctl", ["lnet", "configure"], LnetWithin, mayKill: true, cancellationToken);

    /// <inheritdoc/>
    public Task<ToolResult> LnetImportAsync(string file, CancellationToken cancellationToken) =>
        runner.RunAsync("lnetctl", ["import", file], LnetWithin, mayKill: true, cancellationToken);

    /// <inheritdoc/>
    public Task<ToolResult> PoolsAsync(CancellationToken cancellationToken) =>
        ProbeAsync("zpool", ["list", "-H", "-o", "name,guid,health"], cancellationToken);

    /// <inheritdoc/>
    public Task<ToolResult> PoolPropertyAsync(string pool, string property, CancellationToken cancellationToken) =>
        ProbeAsync("zpool", ["get", "-H", "-o", "value", property, pool], cancellationToken);

    /// <inheritdoc/>
    public Task<ToolResult> PoolImportAsync(string device, string pool, bool force, TimeSpan within, CancellationToken cancellationToken)
    {
        ImmutableArray<string> forced = force ? ["-f"] : [];
        return runner.RunAsync(
            "zpool", ["import", "-o", "cachefile=none", "-N", .. forced, "-d", device, pool], within, mayKill: false, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ToolResult> PoolExportAsync(string pool, TimeSpan within, CancellationToken cancellationToken) =>
        runner.RunAsync("zpool", ["export", pool], within, mayKill: false, cancellationToken);

    private Task<ToolResult> ProbeAsync(string tool, ImmutableArray<string> arguments, CancellationToken cancellationToken) =>
        runner.RunAsync(tool, arguments, ProbeWithin, mayKill: true, cancellationToken);
}
