using System.Globalization;
using System.Text;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Topology.Servers;

/// <summary>The crash policy as text: what <c>explain crash-policy</c> prints.</summary>
public static class CrashPolicyText
{
    /// <summary>One line a row, columns aligned.</summary>
    public static string Print()
    {
        var text = new StringBuilder();
        Line(text, "FAULT", "CHILD", "TARGET", "MEANING");
        foreach (var row in CrashPolicy.Rows)
            Line(text, row.Fault.ToString(), row.Child.ToString(), row.Target.ToString(), row.Meaning);
        return text.ToString();
    }

    /// <summary>The table of one file system: its own choices in place of the table's, then budgets and limits.</summary>
    /// <param name="healing">What the file system declares.</param>
    public static string Print(HealingSpec healing)
    {
        ArgumentNullException.ThrowIfNull(healing);
        var text = new StringBuilder();
        Line(text, "FAULT", "CHILD", "TARGET", "MEANING");
        foreach (var row in CrashPolicy.Rows)
        {
            var response = CrashPolicy.ResponseTo(row.Fault, healing);
            var own = response == row.Target ? "" : $" [spec.healing.onFault; the table says {row.Target}]";
            Line(text, row.Fault.ToString(), row.Child.ToString(), response.ToString(), row.Meaning + own);
        }

        var r = healing.Restarts;
        text.Append(CultureInfo.InvariantCulture, $"\nrestarts: {r.MaxInWindow} in {r.WindowSeconds} s, one more quarantines; back-off {r.BackoffMinSeconds} s to {r.BackoffMaxSeconds} s, anew after {r.ResetAfterSeconds} s of serving\n");
        text.Append(CultureInfo.InvariantCulture, $"sessions: {CrashPolicy.SessionRestartsMax} broken ones in {CrashPolicy.SessionWindow.TotalSeconds:F0} s end the incarnation; MGS unreachable: every {CrashPolicy.MgsRetry.TotalSeconds:F0} s\n");
        text.Append(CultureInfo.InvariantCulture, $"nodes: lost after {healing.NodeLostAfterSeconds} s of silence, at most {healing.MaxNodesAtOnce} fenced at once without a person, by {string.Join(", ", healing.Fencing)}\n");
        text.Append(CultureInfo.InvariantCulture, $"failover: {healing.Failover}; failback: {(healing.FailbackWindows.IsEmpty ? "only when ordered" : string.Join(", ", healing.FailbackWindows) + " (UTC)")}; self-fencing: {(healing.SelfFenceEnabled ? "on" : "off")}\n");
        text.Append(CultureInfo.InvariantCulture, $"deadlines: mount {healing.MountTimeoutSeconds} s, unmount {healing.UnmountTimeoutSeconds} s\n");
        return text.ToString();
    }

    private static void Line(StringBuilder text, string fault, string child, string target, string meaning) =>
        text.Append(CultureInfo.InvariantCulture, $"{fault,-15} {child,-9} {target,-20} {meaning}\n");
}
