using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Filesystems;

/// <summary>What is shown of a file system.</summary>
internal static class FilesystemViews
{
    internal static FilesystemView Of(FilesystemState state, IReadOnlyDictionary<string, ServerPhase> phases, string waitsFor)
    {
        var serving = state.Servers.Count(s => phases.GetValueOrDefault(s.Target.ObjectName) == ServerPhase.Serving);
        var declared = state.Servers.Length;
        return new FilesystemView(
            state.Namespace,
            state.Name,
            state.Generation,
            FilesystemPhase.Of(state, serving),
            declared,
            serving,
            FilesystemPhase.HighestIndex(state, TargetKind.Ost),
            FilesystemPhase.HighestIndex(state, TargetKind.Mdt),
            [Accepted(state, waitsFor), Ready(state, phases, serving, declared), Degraded(state, serving, declared), Paused(state)]);
    }

    private static ConditionView Accepted(FilesystemState state, string waitsFor) =>
        state.Refusal.Length > 0 ? Condition("Accepted", false, "SpecRefused", state.Refusal)
        : waitsFor.Length > 0 ? Condition("Accepted", true, "InventoryIncomplete", waitsFor)
        : Condition("Accepted", true, "SpecAccepted", $"generation {state.Generation}");

    private static ConditionView Ready(FilesystemState state, IReadOnlyDictionary<string, ServerPhase> phases, int serving, int declared)
    {
        if (declared > 0 && serving == declared)
            return Condition("Ready", true, "AllServing", $"{serving} of {declared} servers serve");
        var missing = state.Servers
            .Select(s => s.Target.ObjectName)
            .Where(n => phases.GetValueOrDefault(n) != ServerPhase.Serving)
            .Select(n => $"{n} {phases.GetValueOrDefault(n)}");
        return Condition("Ready", false, "NotAllServing", $"{serving} of {declared} servers serve; {string.Join(", ", missing)}");
    }

    private static ConditionView Degraded(FilesystemState state, int serving, int declared)
    {
        var degraded = declared > 0 && state.FirstServed.Count == declared && serving < declared;
        return Condition("Degraded", degraded, degraded ? "ServersDown" : "AsDeclared", $"{declared - serving} servers do not serve");
    }

    private static ConditionView Paused(FilesystemState state) =>
        state.HandsOff.Length > 0
            ? Condition("Paused", true, nameof(HandsOff),
                $"hands off, says the annotation: \"{state.HandsOff}\"; nothing is touched; to lift it: {HandsOff.Lift("lustrefilesystem", state.Namespace, state.Name)}")
        : state.Spec?.Paused == true ? Condition("Paused", true, "SpecPaused", "spec.paused is set: nothing is touched") : Condition("Paused", false, "NotPaused", "");

    private static ConditionView Condition(string type, bool status, string reason, string message) => new(type, status, reason, message, default);
}
