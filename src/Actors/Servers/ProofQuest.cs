using Akka.Actor;
using LustreSupervisor.Actors.Filesystems;
using LustreSupervisor.Actors.Machines;
using LustreSupervisor.Actors.Shell;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Actors.Servers;

/// <summary>Asks for the proof that a kernel is dead, and looks whether that kernel is heard again. Lives inside one server's actor.</summary>
/// <param name="services">This member's services.</param>
internal sealed class ProofQuest(ActorServices services)
{
    private string? _silentStamp;

    /// <summary>Asks the machine, and hands it a person's word where there is one.</summary>
    internal void Ask(ServerState state, KernelClaim claim, IActorRef self)
    {
        if (state.StatedOff is { } stated && stated.Kernel == claim.Kernel)
            services.Regions.TellMachine(
                claim.Kernel.SystemUuid, new AcceptStatement(claim.Kernel.BootId, stated.By, stated.Statement), ActorRefs.Nobody);
        services.Regions.TellMachine(claim.Kernel.SystemUuid, new QueryProof(claim, state.Declared.Device.Id), self);
    }

    /// <summary>No proof yet: asks the file system to permit a fence.</summary>
    internal void RequestFence(ServerState state, KernelClaim claim, long revision, IActorRef self)
    {
        var target = state.Declared.Target;
        services.Regions.TellFilesystem(target.FilesystemId, new RequestFenceFor(target.ObjectName, claim, state.FenceOrderedBy, revision), self);
    }

    /// <summary>The kernel of the claim, when its node sent a heartbeat since this quest began; else null.</summary>
    internal HearKernel? Heard(ServerState state, KernelClaim claim)
    {
        var view = services.View;
        if (!view.NodesCurrent || !view.Nodes.TryGetValue(claim.Node, out var node))
            return null;
        _silentStamp ??= node.HeartbeatStamp;
        var silent = view.SilentFor(claim.Node) >= TimeSpan.FromSeconds(state.Declared.Healing.NodeLostAfterSeconds);
        return silent || !node.Ready || node.HeartbeatStamp == _silentStamp
            ? null
            : new HearKernel(node.Kernel, PodRuns(state.Current?.Id));
    }

    /// <summary>The quest is over: the next one begins anew.</summary>
    internal void End() => _silentStamp = null;

    private bool PodRuns(IncarnationId? incarnation) => incarnation is not null
        && services.View.Pods.Values.Any(p => p.Incarnation == incarnation && p.Phase == PodPhase.Running && !p.Deleting);
}
