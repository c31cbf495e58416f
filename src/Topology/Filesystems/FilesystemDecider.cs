using System.Collections.Immutable;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>Every decision about a file system.</summary>
public static class FilesystemDecider
{
    /// <summary>What follows from a command in this state; the same input gives the same answer.</summary>
    public static Decision<FilesystemEvent> Decide(FilesystemState state, FilesystemCommand command, DecisionContext context) => command switch
    {
        ResumeFilesystem => Accept(new FilesystemResumed(context.Meta("recovered on this member"))),
        DeclareFilesystem c => DeclarationDecisions.Declare(state, c, context),
        NoteFilesystemHandsOff c => PeopleDecisions.NoteHandsOff(state, c, context),
        NoteLostOrder c => PeopleDecisions.NoteLostOrder(state, c, context),
        NoteServer c => Note(state, c, context),
        RequestFence c => Fence(state, c, context),
        _ => Reject("UnknownCommand", $"A file system does not know {command.GetType().Name}."),
    };

    internal static Decision<FilesystemEvent> Accept(params FilesystemEvent[] events) => new Decision<FilesystemEvent>.Accepted([.. events]);

    internal static Decision<FilesystemEvent> Reject(string code, string message) => new Decision<FilesystemEvent>.Rejected(code, message);

    internal static Decision<FilesystemEvent> Unchanged() => new Decision<FilesystemEvent>.Unchanged();

    /// <summary>Why this file system does not let a machine be fenced for another one; null when it does.</summary>
    /// <param name="state">The file system.</param>
    /// <param name="systemUuid">The machine.</param>
    /// <param name="claims">
    /// Machine that holds the claim of each server, null where none does, as the servers said last; one that has not said anything counts on
    /// every machine of its plan.
    /// </param>
    /// <param name="rules">Rules in force.</param>
    /// <param name="handsOff">Whether people say hands off a server, by the key of its actor; null when nobody does.</param>
    public static string? ObjectionTo(
        FilesystemState state, string systemUuid, IReadOnlyDictionary<string, string?> claims, Rules rules, Func<string, bool>? handsOff = null)
    {
        if (!rules.Holds(Rule.PausedIsHandsOff))
            return null;
        var server = state.Servers.FirstOrDefault(s => (state.IsPaused || handsOff?.Invoke(s.Target.EntityId) == true)
            && (claims.TryGetValue(s.Target.ObjectName, out var machine)
                ? machine == systemUuid
                : s.ServiceNodes.Any(n => n.SystemUuid == systemUuid)));
        if (server is null)
            return null;
        return state.IsPaused
            ? $"{state.Namespace}/{state.Name} is paused ({(state.HandsOff.Length > 0 ? "annotated hands-off" : "spec.paused")}) and {server.Target.ObjectName} may be there"
            : $"{state.Namespace}/{server.Target.ObjectName} is annotated hands-off and may be there";
    }

    private static Decision<FilesystemEvent> Note(FilesystemState state, NoteServer c, DecisionContext context)
    {
        var events = ImmutableArray.CreateBuilder<FilesystemEvent>();
        if (c.Phase == ServerPhase.Serving && !state.FirstServed.Contains(c.ObjectName))
            events.Add(new ServerFirstServed(context.Meta("it serves"), c.ObjectName));
        else if (c.Phase is not (ServerPhase.AwaitingProof or ServerPhase.Quarantined or ServerPhase.Serving))
            foreach (var permit in state.Fences.Values.Where(p => Settles(p, c) && p.Asking.Contains(c.ObjectName)))
                events.Add(new FenceUnneeded(context.Meta($"{c.ObjectName} is {c.Phase}"), permit.SystemUuid, c.ObjectName));
        if (c.Phase is ServerPhase.Serving or ServerPhase.Quarantined)
            foreach (var permit in state.Fences.Values.Where(p => Settles(p, c)))
                events.Add(new FenceSettled(context.Meta($"{c.ObjectName} is {c.Phase}"), permit.SystemUuid, c.ObjectName));
        return events.Count == 0 ? Unchanged() : new Decision<FilesystemEvent>.Accepted(events.ToImmutable());
    }

    /// <summary>
    /// What a server was before its machine was lost settles nothing: such a report may come late, from an owner that is none any more, and
    /// the next machine would be fenced while this one still keeps servers down.
    /// </summary>
    private static bool Settles(FencePermit permit, NoteServer c) =>
        permit.Waiting.Contains(c.ObjectName) && c.Revision >= permit.Revisions.GetValueOrDefault(c.ObjectName);

    private static string? HandsOff(FilesystemState state, RequestFence c, Rules rules) =>
        !rules.Holds(Rule.PausedIsHandsOff) ? null
        : state.HandsOff.Length > 0 ? $"Hands off, says the annotation of the file system: \"{state.HandsOff}\". Nothing is fenced."
        : state.IsPaused ? "The file system is paused (spec.paused): nothing is fenced."
        : c.Objection is { } objection ? $"{objection}: it is not fenced."
        : null;

    private static Decision<FilesystemEvent> Fence(FilesystemState state, RequestFence c, DecisionContext context)
    {
        if (state.Spec is null)
            return Reject("NotDeclared", "The file system is not declared.");
        if (HandsOff(state, c, context.Rules) is { } held)
            return Reject(nameof(Rule.PausedIsHandsOff), held);
        var kernel = c.Claim.Kernel;
        var known = state.Fences.TryGetValue(kernel.SystemUuid, out var permit) && permit.BootId == kernel.BootId;
        if (known && permit!.Asking.Contains(c.ObjectName) && permit.Numbers.GetValueOrDefault(c.ObjectName) == c.Claim.Number)
            return Unchanged();
        if (c.NotedRevision > c.Revision)
            return Reject("StaleRequest", $"{c.ObjectName} has said something newer since: an owner that is none any more asks.");
        var limit = state.Spec.Healing.MaxNodesAtOnce;
        var others = state.Fences.Keys.Count(k => k != kernel.SystemUuid);
        if (!known && others >= limit && c.ByPerson is null && context.Rules.Holds(Rule.FenceLimit))
            return Reject(
                nameof(Rule.FenceLimit),
                $"{others} node(s) already lost ({string.Join(", ", state.Fences.Values.Select(f => f.Node))}) and spec.healing.maxNodesAtOnce is {limit}: a person must look.");
        var why = $"{c.ObjectName} waits for the death of {c.Claim.Node}";
        return Accept(new FencePermitted(
            c.ByPerson is { } person ? context.Meta(why, person) : context.Meta(why), kernel.SystemUuid, kernel.BootId, c.Claim.Node, c.ObjectName)
        {
            Revision = c.Revision, Number = c.Claim.Number,
        });
    }
}
