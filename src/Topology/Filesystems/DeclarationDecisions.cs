using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>What is made of a declared spec: accepted and planned, refused, or waiting for inventory.</summary>
internal static class DeclarationDecisions
{
    internal static Decision<FilesystemEvent> Declare(FilesystemState state, DeclareFilesystem command, DecisionContext context)
    {
        var declared = command.Declared;
        var decided = state.Generation == declared.Generation && state.Uid == declared.Uid;
        if (decided && (state.Refusal.Length > 0 || IsPlanned(state)))
            return FilesystemDecider.Unchanged();
        if (Fault(state, command) is { } fault)
            return decided ? FilesystemDecider.Unchanged() : Refuse(declared, fault, context);
        var accepted = new SpecAccepted(
            context.Meta("declared"), declared.Namespace, declared.Name, declared.Uid, declared.Generation, declared.Spec);
        var layout = LayoutPlanner.Plan(declared, command.Nodes, command.TakenDevices, state);
        if (layout.Missing.Length > 0)
            return decided
                ? FilesystemDecider.Reject("InventoryIncomplete", string.Join("; ", layout.Missing))
                : FilesystemDecider.Accept(accepted);
        var planned = new LayoutPlanned(context.Meta("the inventory suffices"), declared.Generation, layout.Servers);
        return decided ? FilesystemDecider.Accept(planned) : FilesystemDecider.Accept(accepted, planned);
    }

    private static bool IsPlanned(FilesystemState state) => state.Spec is { } spec && state.Servers.Length == DeclaredCount(spec);

    /// <summary>Servers that a spec asks for.</summary>
    private static int DeclaredCount(FilesystemSpec spec) => (spec.Mgs.Storage is null ? 0 : 1) + spec.Mdts.Count + spec.Osts.Count;

    private static string? Fault(FilesystemState state, DeclareFilesystem command)
    {
        var spec = command.Declared.Spec;
        if (command.TakenFsNames.TryGetValue(spec.FsName, out var other))
            return $"spec.fsName: {spec.FsName} belongs to {other}; choose another name";
        if (state.Spec is not { } old)
            return null;
        if (old.FsName != spec.FsName)
            return $"spec.fsName: immutable; it is {old.FsName}";
        if (spec.Osts.Count < old.Osts.Count || spec.Mdts.Count < old.Mdts.Count)
            return "spec.osts.count, spec.mdts.count: removing targets needs a drain first; this version does not remove";
        return null;
    }

    private static Decision<FilesystemEvent> Refuse(FilesystemFact declared, string fault, DecisionContext context) =>
        FilesystemDecider.Accept(new SpecRefused(
            context.Meta(fault), declared.Namespace, declared.Name, declared.Uid, declared.Generation, fault));
}
