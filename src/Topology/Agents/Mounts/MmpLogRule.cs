using System.Collections.Immutable;
using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Topology.Agents.Mounts;

/// <summary>What multi-mount protection said in the kernel's log about a mount that it refused.</summary>
/// <param name="Node">Kernel node name of who wrote the device last; empty when the log does not name it.</param>
/// <param name="Line">The line, for people.</param>
public sealed record MmpRefusal(string Node, string Line);

/// <summary>
/// The errno of a mount that multi-mount protection refused depends on the kernel: 16 or 110 since 2023, 22 before (fs/ext4/mmp.c). The log
/// says which it was, and who holds the device.
/// </summary>
public static class MmpLogRule
{
    /// <summary>Part of the function's name that ext4 and ldiskfs alike put before the message.</summary>
    private const string Function = "multi_mount_protect";

    private const string LastNode = "last update node: ";

    private static readonly string[] Refusals = ["is already active on another node", "startup interrupted", "fsck is running", "MMP failure info"];

    /// <summary>Exit codes of mount after which the log is asked.</summary>
    public static bool AsksLog(int exit) => exit is 16 or 22 or 110;

    /// <summary>The refusal of this very device since the mount began; null when the log tells of none.</summary>
    /// <param name="log">The kernel's log.</param>
    /// <param name="deviceNames">The device by every name that the kernel may use, such as <c>dm-2</c> or <c>sdb</c>.</param>
    /// <param name="afterSeconds">Stamp of the last line that was there before the mount began: no clock but the kernel's own is asked.</param>
    public static MmpRefusal? Find(KernelLog log, ImmutableArray<string> deviceNames, double afterSeconds)
    {
        var own = log.Lines.Where(l => l.Seconds > afterSeconds
            && l.Text.Contains(Function, StringComparison.Ordinal)
            && deviceNames.Any(n => Names(l.Text, n))
            && Refusals.Any(r => l.Text.Contains(r, StringComparison.Ordinal))).ToList();
        return own.Count == 0 ? null : new MmpRefusal(own.Select(l => NodeIn(l.Text)).LastOrDefault(n => n.Length > 0) ?? "", own[^1].Text);
    }

    /// <summary><c>(device dm-2)</c>: the kernel's name, in full.</summary>
    private static bool Names(string text, string device) => text.Contains($"(device {device})", StringComparison.Ordinal);

    private static string NodeIn(string text)
    {
        var at = text.IndexOf(LastNode, StringComparison.Ordinal);
        if (at < 0)
            return "";
        var rest = text[(at + LastNode.Length)..];
        var end = rest.IndexOf(", last update device", StringComparison.Ordinal);
        return end < 0 ? "" : rest[..end].Trim();
    }
}
