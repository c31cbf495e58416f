using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Explain;

/// <summary>Servers that only a person lets go: quarantined, paused, hands-off.</summary>
internal static class HeldPhases
{
    internal static void Quarantined(ExplanationDraft draft)
    {
        var server = draft.Server;
        draft.WaitsFor("a person's release", "Quarantine")
            .Detail(server.LastFault is { } cause ? $"cause: {cause}" : null)
            .Detail(server.FormatPending ? "a format was ordered and never answered: look at the device before anything is formatted again" : null)
            .Detail(server.LbugNodes.IsEmpty ? null : $"kernels that hit an assertion with this target: {string.Join(", ", server.LbugNodes)}");
        foreach (var at in server.Failures)
            draft.Detail($"failed at {ExplainText.Time(at)}");
        draft.Detail(server.FenceOrderedBy is { } by ? $"{by} ordered the fence of its machine" : null)
            .CanOrder("when you know what was wrong and have mended it", "release", "what was found and mended")
            .Can("to read what led to it", $"supervisor journal history --target {draft.Name}");
        if (server.Claim is not null)
            draft.CanOrder("if its machine must go down as well", "fence", "why it must go");
    }

    internal static void Held(ExplanationDraft draft, Standstill held)
    {
        draft.WaitsFor(held.Why, held.Rule)
            .Detail($"it would go on from {draft.Server.Phase}")
            .Can("to let the supervisor act again", held.Lift);
    }
}
