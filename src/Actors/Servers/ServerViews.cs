using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Explain;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Servers;

/// <summary>What is shown of a server.</summary>
internal static class ServerViews
{
    internal static TargetView Of(ServerState state, Observed? observed, string refusal, DateTimeOffset now)
    {
        var spec = state.Declared;
        var report = observed?.Report;
        return new TargetView(
            spec.Target,
            spec.OwnerUid,
            state.Phase.ToString(),
            state.Current?.Node,
            state.Current?.Id,
            spec.Device.Id,
            state.DeviceUuid,
            report?.Recovery ?? "",
            report?.CompletedClients ?? 0,
            report?.EvictedClients ?? 0,
            BackOff.InWindow(state.Failures, spec.Healing.Restarts.WindowSeconds, now).Length,
            state.LastFault?.Reason ?? "",
            [Ready(state, refusal), Mounted(state), Healthy(report), Paused(state)]);
    }

    internal static ClientFacts? Clients(Observed? observed) => observed?.Report is { Recovery.Length: > 0 } r
        ? new ClientFacts(r.Recovery, Math.Max(r.ConnectedClients, r.CompletedClients), r.KnownClients, r.EvictedClients, r.SecondsRemaining, r.Health)
        : null;

    private static ConditionView Ready(ServerState state, string refusal)
    {
        var waits = refusal.Length > 0 ? refusal : state.LastFault?.ToString() ?? "";
        return state.Phase == ServerPhase.Serving
            ? new ConditionView("Ready", true, "Serving", $"incarnation {state.Current?.Id.Number} on {state.Current?.Node}", default)
            : new ConditionView("Ready", false, state.Phase.ToString(), waits, default);
    }

    private static ConditionView Paused(ServerState state) => Standstill.Of(state, Rules.All) is { } held
        ? new ConditionView("Paused", true, held.Reason, $"{held.Why} To lift it: {held.Lift}", default)
        : new ConditionView("Paused", false, "NotPaused", "", default);

    private static ConditionView Mounted(ServerState state) => state.Phase is ServerPhase.Recovering or ServerPhase.Serving
        ? new ConditionView("Mounted", true, "Mounted", state.Claim is { } c ? $"kernel {c.Kernel}" : "", default)
        : new ConditionView("Mounted", state.Claim is null ? false : null, state.Claim is null ? "NotMounted" : "Unproved", ClaimText(state), default);

    private static string ClaimText(ServerState state) =>
        state.Claim is { } c ? $"incarnation {c.Number} on kernel {c.Kernel} ({c.Node}) may still have it mounted" : "";

    private static ConditionView Healthy(AgentReport? report) => report is null || report.Health.Length == 0
        ? new ConditionView("Healthy", null, "NotReported", "", default)
        : new ConditionView("Healthy", report.Health == "healthy", report.Health == "healthy" ? "Healthy" : "NotHealthy", report.Health, default);
}
