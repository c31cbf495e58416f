using System.Globalization;

namespace LustreSupervisor.LustreModel.Devices;

/// <summary>What <c>mkfs.lustre</c> leaves on a device and <c>mount.lustre</c> reads: <c>CONFIGS/mountdata</c>, label and <c>last_rcvd</c>.</summary>
public sealed record TargetData
{
    /// <summary>Index printed as <c>unassigned</c>; the label of a target without one ends in <c>ffff</c>.</summary>
    public const int IndexUnassigned = 0xffff;

    /// <summary>Role and state flags.</summary>
    public required TargetFlags Flags { get; init; }

    /// <summary>Lustre's name of the file system, 1 to 8 characters; empty on an MGT of its own.</summary>
    public string FsName { get; init; } = "";

    /// <summary>Index within the role, or <see cref="IndexUnassigned"/>.</summary>
    public int Index { get; init; } = IndexUnassigned;

    /// <summary>Space-separated <c>key=value</c> settings, in the order given: <c>mgsnode=… failover.node=…</c>.</summary>
    public string Parameters { get; init; } = "";

    /// <summary>Backing file system: <c>ldiskfs</c> or <c>zfs</c>.</summary>
    public string Backend { get; init; } = "ldiskfs";

    /// <summary>Mount options handed to the backing file system.</summary>
    public string MountOptions { get; init; } = "";

    /// <summary>A person's remark (<c>--comment</c>).</summary>
    public string Comment { get; init; } = "";

    /// <summary>UUID of the backing file system, new at each format.</summary>
    public required string Uuid { get; init; }

    /// <summary>True when ext4's multi-mount protection is on, as <c>--servicenode</c> and <c>--failnode</c> cause.</summary>
    public bool Mmp { get; init; }

    /// <summary>Clients that <c>last_rcvd</c> knows and that a next start has to wait for.</summary>
    public int Clients { get; init; }

    /// <summary>How often the target was started; <c>lctl get_param *.*.instance</c>.</summary>
    public long MountCount { get; init; }

    /// <summary>True when an MGS starts with this target.</summary>
    public bool IsMgs => Flags.HasFlag(TargetFlags.Mgs);

    /// <summary>True when the target serves metadata.</summary>
    public bool IsMdt => Flags.HasFlag(TargetFlags.Mdt);

    /// <summary>True when the target serves objects.</summary>
    public bool IsOst => Flags.HasFlag(TargetFlags.Ost);

    /// <summary>Name of the running service: <c>demo-OST000a</c>, <c>MGS</c>.</summary>
    public string ServiceName => Name('-');

    /// <summary>
    /// Label of the backing file system. The character before the role tells the state: <c>:</c> never registered,
    /// <c>=</c> logs to be rewritten, <c>+</c> no local logs, <c>-</c> registered.
    /// </summary>
    public string Label => Name(Flags switch
    {
        _ when Flags.HasFlag(TargetFlags.Virgin) => ':',
        _ when Flags.HasFlag(TargetFlags.Writeconf) => '=',
        _ when Flags.HasFlag(TargetFlags.NoLocalLogs) => '+',
        _ => '-',
    });

    /// <summary>NIDs of the MGS, one entry a node, each with that node's NIDs separated by commas; empty when none is stored.</summary>
    public IEnumerable<string> MgsNodes => Values("mgsnode").SelectMany(v => v.Split(':', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Values of one key among the parameters, in order.</summary>
    public IEnumerable<string> Values(string key) => Parameters
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Where(p => p.StartsWith(key + "=", StringComparison.Ordinal))
        .Select(p => p[(key.Length + 1)..]);

    private string Name(char separator) => IsMdt || IsOst
        ? string.Create(CultureInfo.InvariantCulture, $"{FsName}{separator}{(IsMdt ? "MDT" : "OST")}{Index & 0xffff:x4}")
        : "MGS";
}
