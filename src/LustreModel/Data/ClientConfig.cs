using System.Collections.Immutable;
using LustreSupervisor.LustreModel.Devices;

namespace LustreSupervisor.LustreModel.Data;

/// <summary>What an MGS tells a client at its mount (the log <c>FSNAME-client</c>).</summary>
public static class ClientConfig
{
    private const string FailoverKey = "failover.node=";

    /// <summary>The targets of a file system and where they may be found: first where each registered last, then its service nodes.</summary>
    /// <param name="config">Configuration of the MGS.</param>
    /// <param name="fsName">File system.</param>
    public static ImmutableArray<TargetAddress> Of(MgsConfig config, string fsName)
    {
        ArgumentNullException.ThrowIfNull(config);
        return
        [
            .. config.Targets.Values.Where(t => t.Service.StartsWith(fsName + "-", StringComparison.Ordinal))
                .Select(t => new TargetAddress(t.Service, [.. Nids(t).Distinct(StringComparer.Ordinal)])),
        ];
    }

    private static IEnumerable<string> Nids(RegisteredTarget target) => target.Nids.Split(',', StringSplitOptions.RemoveEmptyEntries).Concat(
        target.Parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(p => p.StartsWith(FailoverKey, StringComparison.Ordinal))
            .SelectMany(p => p[FailoverKey.Length..].Split([':', ','], StringSplitOptions.RemoveEmptyEntries)));
}
