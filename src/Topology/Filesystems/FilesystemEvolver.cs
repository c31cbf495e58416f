using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>Folds a file system's events into its state.</summary>
public static class FilesystemEvolver
{
    /// <summary>State after <paramref name="e"/>.</summary>
    /// <exception cref="InvalidOperationException">The event is unknown.</exception>
    public static FilesystemState Evolve(FilesystemState state, FilesystemEvent e) => e switch
    {
        FilesystemResumed => state,
        SpecAccepted x => state with { Namespace = x.Namespace, Name = x.Name, Uid = x.Uid, Generation = x.Generation, Spec = x.Spec, Refusal = "" },
        SpecRefused x => state with { Namespace = x.Namespace, Name = x.Name, Uid = x.Uid, Generation = x.Generation, Refusal = x.Reason },
        LayoutPlanned x => Plan(state, x),
        FilesystemHandsOffChanged x => PeopleDecisions.Fold(state, x),
        FilesystemOrderRefused x => PeopleDecisions.Fold(state, x),
        ServerFirstServed x => state with { FirstServed = state.FirstServed.Add(x.ObjectName) },
        FencePermitted x => state with { Fences = state.Fences.SetItem(x.SystemUuid, Permit(state, x)) },
        FenceUnneeded x => Unneed(state, x),
        FenceSettled x => Settle(state, x),
        _ => throw new InvalidOperationException($"Unknown file system event {e.GetType().Name}."),
    };

    private static FilesystemState Plan(FilesystemState state, LayoutPlanned e) => state with
    {
        Servers = [.. e.Servers.Select(s => s with { HandsOff = state.HandsOff })],
        Ledger = state.Ledger.SetItems(e.Servers.Select(s => KeyValuePair.Create(s.Target.Label, s.Device.Id))),
    };

    /// <summary>A machine that is lost again in a later boot still keeps down who waited for the earlier one and is not back yet.</summary>
    private static FencePermit Permit(FilesystemState state, FencePermitted e) =>
        state.Fences.TryGetValue(e.SystemUuid, out var permit)
            ? permit with { BootId = e.BootId, Node = e.Node, Waiting = permit.Waiting.Add(e.ObjectName), Revisions = permit.Revisions.SetItem(e.ObjectName, e.Revision),
                Numbers = permit.Numbers.SetItem(e.ObjectName, e.Number), Asking = permit.Asking.Add(e.ObjectName) }
            : new FencePermit(e.SystemUuid, e.BootId, e.Node, ImmutableSortedSet.Create(StringComparer.Ordinal, e.ObjectName))
            {
                Revisions = ImmutableSortedDictionary<string, long>.Empty.Add(e.ObjectName, e.Revision),
                Numbers = ImmutableSortedDictionary<string, long>.Empty.Add(e.ObjectName, e.Number),
                Asking = ImmutableSortedSet.Create(StringComparer.Ordinal, e.ObjectName),
            };

    private static FilesystemState Unneed(FilesystemState state, FenceUnneeded e) =>
        state.Fences.TryGetValue(e.SystemUuid, out var permit)
            ? state with { Fences = state.Fences.SetItem(e.SystemUuid, permit with { Asking = permit.Asking.Remove(e.ObjectName) }) }
            : state;

    private static FilesystemState Settle(FilesystemState state, FenceSettled e)
    {
        if (!state.Fences.TryGetValue(e.SystemUuid, out var permit))
            return state;
        var rest = permit.Waiting.Remove(e.ObjectName);
        return state with
        {
            Fences = rest.IsEmpty ? state.Fences.Remove(e.SystemUuid) : state.Fences.SetItem(e.SystemUuid, permit with { Waiting = rest, Asking = permit.Asking.Remove(e.ObjectName) }),
        };
    }
}
