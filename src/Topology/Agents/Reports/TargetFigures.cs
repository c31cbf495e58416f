using System.Collections.Immutable;
using System.Globalization;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Agents.Reports;

/// <summary>How full a target is, whom it serves, and which of its starts this is. What the kernel does not show is 0.</summary>
/// <param name="BytesTotal">Capacity in bytes.</param>
/// <param name="BytesFree">Free bytes.</param>
/// <param name="BytesAvailable">Free bytes without the reserve.</param>
/// <param name="InodesTotal">Inodes.</param>
/// <param name="InodesFree">Free inodes.</param>
/// <param name="Exports">Connections, those of other servers and the target's own included.</param>
/// <param name="Clients">Connected clients; null when the kernel lists no connections by name.</param>
/// <param name="Evictions">Clients evicted since the start.</param>
/// <param name="Instance">Counts the target's starts; 0 when not shown.</param>
public sealed record TargetFigures(
    long BytesTotal, long BytesFree, long BytesAvailable, long InodesTotal, long InodesFree, int Exports, int? Clients, long Evictions,
    long Instance)
{
    /// <summary>
    /// Most connections whose names are asked for: each is a line of some 90 bytes, and a tool's output is kept to 256 KiB.
    /// </summary>
    public const int ListedExportsMax = 2000;

    private const int BytesPerKilobyte = 1024;

    private static readonly string[] OfBackend = ["kbytestotal", "kbytesfree", "kbytesavail", "filestotal", "filesfree"];

    private static readonly string[] OfService = ["num_exports", "eviction_count", "instance"];

    /// <summary>Nothing is known.</summary>
    public static TargetFigures Unknown { get; } = new(0, 0, 0, 0, 0, 0, null, 0, 0);

    /// <summary>Best number of clients there is.</summary>
    public int ClientsOrExports => Clients ?? Exports;

    /// <summary>Patterns for <c>lctl get_param</c>. A kernel that lacks one of them says so and shows the others.</summary>
    public static ImmutableArray<string> Patterns(WantedTarget target) =>
    [
        .. OfBackend.Select(p => $"osd-*.{target.Label}.{p}"),
        .. OfService.Select(p => $"{target.ObdType}.{target.Label}.{p}"),
    ];

    /// <summary>The pattern of the connections by name.</summary>
    public static string ExportsPattern(WantedTarget target) => $"{target.ObdType}.{target.Label}.exports.*.uuid";

    /// <summary>Reads the answer to <see cref="Patterns"/>; parameters of other targets are passed over.</summary>
    /// <exception cref="UnrecognizedOutputException">It is no list of parameters, or a value is no number.</exception>
    public static TargetFigures Parse(string text, WantedTarget target)
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var parameter in ParameterOutput.Parse(text))
        {
            var parts = parameter.Name.Split('.');
            if (parts is not [_, var label, var name] || label != target.Label)
                continue;
            if (!long.TryParse(parameter.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw new UnrecognizedOutputException("lctl get_param", 0, $"{parameter.Name}={parameter.Value} is no number");
            numbers.TryAdd(name, number);
        }
        return new TargetFigures(
            Bytes("kbytestotal"), Bytes("kbytesfree"), Bytes("kbytesavail"), Number("filestotal"), Number("filesfree"),
            (int)Math.Min(Number("num_exports"), int.MaxValue), null, Number("eviction_count"), Number("instance"));

        long Number(string name) => numbers.GetValueOrDefault(name);
        long Bytes(string name) => Math.Min(Number(name), long.MaxValue / BytesPerKilobyte) * BytesPerKilobyte;
    }

    /// <summary>
    /// Clients among the connections of <see cref="ExportsPattern"/>: servers connect to one another too, under names that tell
    /// (<c>demo-MDT0000-mdtlov_UUID</c>, <c>demo-MDT0000-lwp-OST0000_UUID</c>), and a target connects to itself.
    /// </summary>
    /// <exception cref="UnrecognizedOutputException">It is no list of parameters.</exception>
    public static int CountClients(string text, WantedTarget target)
    {
        var clients = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in ParameterOutput.Parse(text))
        {
            if (!parameter.Name.StartsWith($"{target.ObdType}.{target.Label}.exports.", StringComparison.Ordinal))
                continue;
            foreach (var uuid in parameter.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (!IsServer(uuid, target))
                    clients.Add(uuid);
            }
        }
        return clients.Count;
    }

    private static bool IsServer(string uuid, WantedTarget target) =>
        uuid.Contains("-lwp-", StringComparison.Ordinal)
        || uuid.Contains("mdtlov", StringComparison.Ordinal)
        || uuid == target.Label + "_UUID"
        || (target.Kind == TargetKind.Mgt && uuid == "MGS");
}
