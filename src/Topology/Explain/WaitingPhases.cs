using System.Globalization;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Explain;

/// <summary>Servers that wait for their turn, for time, for a node or for an approval.</summary>
internal static class WaitingPhases
{
    internal static void Declared(ExplanationDraft draft)
    {
        var before = Before(draft.Facts.Filesystem, draft.Server.Declared);
        draft.WaitsFor(
            before.Count > 0 ? $"its turn in the start order: {string.Join(", ", before)} must have served once" : "its turn in the start order", "StartOrder")
            .Detail("the first start is in order: MGS, MDT0000, other MDTs, OSTs; a target registers with those before it");
        if (before.Count > 0)
            draft.Can("to see why that one does not serve", $"supervisor explain target {before[0]}");
    }

    internal static void ForNode(ExplanationDraft draft)
    {
        var server = draft.Server;
        if (server.Phase == ServerPhase.BackingOff && server.RetryAt > draft.Facts.Now)
        {
            var left = ExplainText.Span(server.RetryAt - draft.Facts.Now);
            draft.WaitsFor($"its back-off to end at {ExplainText.Time(server.RetryAt)}, in {left} (failure {server.BackoffStep} in a row)", "BackOff");
            return;
        }

        var (rule, why) = Split(draft.Facts.Refusal);
        draft.WaitsFor("a node that is fit for it", rule.Length > 0 ? rule : "NoNodeAvailable")
            .Detail(why.Length > 0 ? why : "a node is being chosen")
            .Detail(server.AvoidNode is { } avoided ? $"{avoided} is avoided: the last failure was its own" : null)
            .Detail(server.Move is { } move ? $"{move.By} ordered it to move{(move.ToNode is { } to ? $" to {to}" : "")}" : null);
        if (server.Claim is not null)
            draft.CanOrder("if the machine that holds the claim will not come back: have it fenced", "fence", "why it will not come back");
        if (server.Declared.Healing.Failover == FailoverMode.Off && server.Claim is null)
            draft.CanOrder("failover is Off: to let it start on another node all the same", "failover", "why it must move", " --to NODE");
    }

    internal static void AwaitingApproval(ExplanationDraft draft)
    {
        var (_, why) = Split(draft.Facts.Refusal);
        draft.WaitsFor("a person's approval to start on another node", "spec.healing.failover: Manual")
            .Detail(why)
            .Detail("no kernel holds the target: the move is safe; it also goes on by itself when its own node is fit again")
            .CanOrder("to approve", "failover", "why it should move", " --to NODE");
    }

    internal static string Budget(ServerState server, DateTimeOffset now)
    {
        var spec = server.Declared.Healing.Restarts;
        var counted = BackOff.InWindow(server.Failures, spec.WindowSeconds, now).Length;
        return string.Create(CultureInfo.InvariantCulture, $"restart budget: {counted} of {spec.MaxInWindow} failures in the last {spec.WindowSeconds} s; one more than that quarantines");
    }

    /// <summary>A refusal is the code of a rule, a colon, and words.</summary>
    internal static (string Rule, string Why) Split(string refusal)
    {
        var colon = refusal.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && refusal[..colon].All(char.IsLetter) ? (refusal[..colon], refusal[(colon + 2)..]) : ("", refusal);
    }

    private static List<string> Before(FilesystemState? filesystem, ServerSpec server) => filesystem is null
        ? []
        : [.. filesystem.Servers
            .Where(s => StartOrder.WaveOf(s.Target) < StartOrder.WaveOf(server.Target) && !filesystem.FirstServed.Contains(s.Target.ObjectName))
            .Select(s => s.Target.ObjectName)];
}
