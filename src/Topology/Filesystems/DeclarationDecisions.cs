using System.Collections.Immutable;
using LustreSupervisor.Topology.Agents.Grants;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Topology.Filesystems;

/// <summary>What is made of a declared spec: accepted and planned, refused, or waiting for inventory.</summary>
internal static class DeclarationDecisions
{
    internal static Decision<FilesystemEvent> Declare(FilesystemState state, DeclareFilesystem command, DecisionContext context)
    {
        var declared = command.Declared;
        var decided = state.Generation == declared.Generation && state.Uid == declared.Uid;
        if (decided && (state.Refusal.Length > 0 || state.IsPlanned))
            return FilesystemDecider.Unchanged();
        if (Fault(state, command) is { } fault)
            return decided ? FilesystemDecider.Unchanged() : Refuse(declared, fault, context);
        var accepted = new SpecAccepted(
            context.Meta("declared"), declared.Namespace, declared.Name, declared.Uid, declared.Generation, declared.Spec);
        var layout = LayoutPlanner.Plan(declared, command.Nodes, command.TakenDevices, state, command.OtherMgsNodes);
        if (layout.Missing.Length > 0)
            return decided
                ? FilesystemDecider.Reject("InventoryIncomplete", string.Join("; ", layout.Missing))
                : AcceptOnly(accepted, state, declared, context);
        if (TooFewToFenceThemselves(declared.Spec, layout.Servers) is { } few)
            return decided ? FilesystemDecider.Unchanged() : Refuse(declared, few, context);
        var planned = new LayoutPlanned(context.Meta("the inventory suffices"), declared.Generation, layout.Servers);
        return decided ? FilesystemDecider.Accept(planned) : FilesystemDecider.Accept(accepted, planned);
    }

    private static string? TooFewToFenceThemselves(FilesystemSpec spec, ImmutableArray<ServerSpec> servers) =>
        spec.Healing.SelfFenceEnabled && FenceScopes.SelfFenceSet(servers) is { Length: < GrantSet.NodesMin } nodes
            ? $"spec.healing.selfFence.enabled: the servers can run on {nodes.Length} nodes ({string.Join(", ", nodes)}), and nodes that live by each "
              + $"other's grants must be at least {GrantSet.NodesMin}: with two, the loss of one would take the other with it; add service nodes or switch it off"
            : null;

    /// <summary>New servers wait for devices; those that exist are told what changed, a pause above all.</summary>
    private static Decision<FilesystemEvent> AcceptOnly(
        SpecAccepted accepted, FilesystemState state, FilesystemFact declared, DecisionContext context) => state.Servers.IsEmpty
            ? FilesystemDecider.Accept(accepted)
            : FilesystemDecider.Accept(
                accepted,
                new LayoutPlanned(context.Meta("new servers wait for devices"), declared.Generation, LayoutPlanner.Keep(declared, state)));

    private static string? Fault(FilesystemState state, DeclareFilesystem command)
    {
        var spec = command.Declared.Spec;
        if (command.TakenFsNames.TryGetValue(spec.FsName, out var other))
            return $"spec.fsName: {spec.FsName} belongs to {other}; choose another name";
        if (spec.Mgs.Storage is null && spec.Mgs.ExternalNids.IsDefaultOrEmpty)
            return "spec.mgs: neither storage nor externalNids is given; a file system needs a management server";
        return state.Spec is { } old ? Change(old, spec) ?? Removal(state, spec) : null;
    }

    /// <summary>The API server refuses these changes too, except for a resource that was deleted and declared again.</summary>
    private static string? Change(FilesystemSpec old, FilesystemSpec spec)
    {
        if (old.FsName != spec.FsName)
            return $"spec.fsName: immutable; it is {old.FsName}";
        if (old.Backend != spec.Backend)
            return $"spec.backend: immutable; it is {old.Backend}";
        if (old.Runtime != spec.Runtime)
            return $"spec.runtime: immutable; it is {old.Runtime}";
        if (old.Mgs.Storage is null != spec.Mgs.Storage is null)
            return "spec.mgs: an MGS of its own cannot become an external one, nor the other way round";
        return null;
    }

    /// <summary>Counts may go back to what is planned: a growth that never found its devices can be taken back.</summary>
    private static string? Removal(FilesystemState state, FilesystemSpec spec) =>
        spec.Osts.Count < Planned(state, TargetKind.Ost) || spec.Mdts.Count < Planned(state, TargetKind.Mdt)
            ? "spec.osts.count, spec.mdts.count: removing targets needs a drain first; this version does not remove"
            : null;

    private static int Planned(FilesystemState state, TargetKind kind) => state.Servers.Count(s => s.Target.Kind == kind);

    private static Decision<FilesystemEvent> Refuse(FilesystemFact declared, string fault, DecisionContext context) =>
        FilesystemDecider.Accept(new SpecRefused(
            context.Meta(fault), declared.Namespace, declared.Name, declared.Uid, declared.Generation, fault));
}
