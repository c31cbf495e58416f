using System.Globalization;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Explain;

/// <summary>Servers with a life: starting, formatting, mounting, recovering, serving, stopping.</summary>
internal static class LivePhases
{
    private const string WaitingForClients = "WAITING_FOR_CLIENTS";

    internal static void Live(ExplanationDraft draft)
    {
        var current = draft.Server.Current;
        draft.Detail(current is null ? null : $"incarnation {current.Id.Number} on {current.Node}{(current.Kernel is { } k ? $", kernel {k}" : "")}");
        switch (draft.Server.Phase)
        {
            case ServerPhase.Starting:
                Starting(draft);
                break;
            case ServerPhase.Formatting:
                draft.WaitsFor("its format to end and to be read back", "FormatOnce")
                    .Detail("a format that is not answered quarantines the target: what is on the device would not be known");
                break;
            case ServerPhase.Mounting:
                Mounting(draft);
                break;
            case ServerPhase.Recovering:
                Recovering(draft);
                break;
            case ServerPhase.Serving:
                Serving(draft);
                break;
            default:
                Stopping(draft);
                break;
        }

        draft.Detail(draft.Facts.Obstacle);
    }

    private static void Starting(ExplanationDraft draft)
    {
        var server = draft.Server;
        draft.WaitsFor(server.Current?.PodUid is null ? "its pod to be created" : "the agent in its pod to answer")
            .Detail(server.Leftover is { } old
                ? $"pod {old.Uid} of incarnation {old.Number} has its name and is being removed{(old.Proved ? ": its kernel is proved dead" : " by its own grace period")}"
                : null)
            .Can("to see what the cluster does about the pod", $"kubectl -n {server.Declared.Target.Namespace} describe pod {draft.Name}");
    }

    private static void Mounting(ExplanationDraft draft)
    {
        var timeout = draft.Server.Declared.Healing.MountTimeoutSeconds;
        draft.WaitsFor(string.Create(
            CultureInfo.InvariantCulture, $"its mount to end, by {ExplainText.Time(draft.Server.PhaseSince.AddSeconds(timeout))} at the latest"))
            .Detail("a mount takes up to 45 s where MMP makes sure that no other kernel writes, and longer where journals are replayed");
    }

    private static void Recovering(ExplanationDraft draft)
    {
        draft.WaitsFor("its clients to come back and replay", "RecoveryWindow");
        Clients(draft);
        draft.Detail("a target in its recovery window is never restarted for slowness: that would begin the window anew and evict clients")
            .Can("nothing needs doing; to evict the clients that are missing (they lose what is not replayed), on its node", $"lctl --device {draft.Server.Declared.Target.Label} abort_recovery");
    }

    private static void Serving(ExplanationDraft draft)
    {
        var server = draft.Server;
        draft.WaitsFor("");
        Clients(draft);
        if (draft.Facts.Clients?.Recovery == WaitingForClients)
            draft.Detail($"{WaitingForClients}: no client has come back yet; that is healthy, recovery begins with the first");
        var home = server.Declared.ServiceNodes[0].Name;
        if (server.Current is { } current && current.Node != home)
            draft.Detail(server.Declared.Healing.FailbackWindows.IsEmpty
                    ? $"it is away from its preferred node {home}, and goes back only when ordered"
                    : $"it is away from its preferred node {home}, and goes back in a window: {string.Join(", ", server.Declared.Healing.FailbackWindows)} (UTC)")
                .CanOrder($"to bring it back to {home}", "failover", $"back to {home}", $" --to {home}");
    }

    private static void Stopping(ExplanationDraft draft)
    {
        var server = draft.Server;
        var timeout = server.Declared.Healing.UnmountTimeoutSeconds;
        var limit = server.PhaseSince.AddSeconds(timeout);
        var late = draft.Facts.Now > limit;
        draft.WaitsFor(late ? $"its unmount, which hangs since {ExplainText.Time(limit)}" : $"its clean unmount, until {ExplainText.Time(limit)} at the latest", "HungUnmountProvesNothing")
            .Detail(server.Move is { } move ? $"{move.By} ordered it to move{(move.ToNode is { } to ? $" to {to}" : "")}" : null)
            .Detail("after the deadline nothing is assumed stopped: its machine must be proved dead before another kernel may go on")
            .CanOrder("if its machine hangs: have it fenced (its neighbours on that machine go down too)", "fence", "why it hangs");
    }

    private static void Clients(ExplanationDraft draft)
    {
        if (draft.Facts.Clients is not { } clients)
            return;
        draft.Detail(string.Create(
            CultureInfo.InvariantCulture,
            $"recovery {clients.Recovery}: {clients.Back} of {clients.WaitedFor} clients are back, {clients.Evicted} evicted{(clients.SecondsRemaining is { } s ? $", ends in {s} s at the latest" : "")}"));
        if (clients.Health.Length > 0 && clients.Health != "healthy")
            draft.Detail($"health_check of its node says {clients.Health}: that is about the whole node, not about this target alone");
    }
}
