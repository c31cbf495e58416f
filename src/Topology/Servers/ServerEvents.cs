using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Servers;

/// <summary>Everything that is ever decided about a server.</summary>
public abstract record ServerEvent(EventMeta Meta) : IDomainEvent;

/// <summary>The file system's plan gained this server.</summary>
public sealed record ServerDeclared(EventMeta Meta, ServerSpec Spec) : ServerEvent(Meta);

/// <summary>The plan's entry changed in something that does not move data.</summary>
public sealed record ServerRespecified(EventMeta Meta, ServerSpec Spec) : ServerEvent(Meta);

/// <summary>The start order reached this server.</summary>
public sealed record StartPermitted(EventMeta Meta) : ServerEvent(Meta);

/// <summary>A member owns the entity from here on; an older owner's next persist fails on the journal's key.</summary>
public sealed record ServerResumed(EventMeta Meta) : ServerEvent(Meta);

/// <summary>A new life was planned, before its pod exists.</summary>
public sealed record IncarnationPlanned(EventMeta Meta, IncarnationId Id, string Node, string Why) : ServerEvent(Meta)
{
    /// <summary>Kernel that the node reported when it was chosen: the one to prove dead when the node is lost before its agent answers.</summary>
    public KernelId? Kernel { get; init; }
}

/// <summary>The pod of the current life exists. Without this record a pod on a dead node could never be removed by UID.</summary>
public sealed record PodCreated(EventMeta Meta, long Number, string PodUid) : ServerEvent(Meta);

/// <summary>The agent of the current life named its kernel. From here on that kernel holds the claim to the target.</summary>
public sealed record IncarnationStarted(EventMeta Meta, long Number, KernelId Kernel, string PodUid) : ServerEvent(Meta);

/// <summary>A format is about to be ordered. An unanswered one quarantines.</summary>
public sealed record FormatRequested(EventMeta Meta, long Number) : ServerEvent(Meta);

/// <summary>The format succeeded and was read back.</summary>
public sealed record TargetFormatted(EventMeta Meta, long Number, string DeviceUuid) : ServerEvent(Meta);

/// <summary>A mount is about to be ordered.</summary>
public sealed record MountRequested(EventMeta Meta, long Number) : ServerEvent(Meta);

/// <summary>The target is mounted and its obd is up.</summary>
public sealed record TargetMounted(EventMeta Meta, long Number, string DeviceUuid) : ServerEvent(Meta);

/// <summary>Recovery is over or there is nothing to recover: clients are served.</summary>
public sealed record ServingStarted(EventMeta Meta, long Number, string Recovery) : ServerEvent(Meta);

/// <summary>A clean unmount is about to be ordered.</summary>
public sealed record UnmountRequested(EventMeta Meta, long Number) : ServerEvent(Meta)
{
    /// <summary>Node that the next life avoids: the present one, where it is to blame; null where it is not.</summary>
    public string? AvoidNode { get; init; }
}

/// <summary>The current life is over.</summary>
public sealed record IncarnationFailed(EventMeta Meta, long Number, Fault Fault, string? PodUid) : ServerEvent(Meta);

/// <summary>The next life waits until <paramref name="RetryAt"/>.</summary>
public sealed record BackOffStarted(EventMeta Meta, DateTimeOffset RetryAt, int Step, string? AvoidNode) : ServerEvent(Meta);

/// <summary>Nothing may be done until the kernel that holds the claim is proved dead.</summary>
public sealed record ProofAwaited(EventMeta Meta, long Number, KernelId Kernel, string Node) : ServerEvent(Meta)
{
    /// <summary>Only because the kernel is not heard: when it is heard again, there is nothing to prove.</summary>
    public bool Silent { get; init; }
}

/// <summary>The kernel that held the claim is proved dead; the proof is spent.</summary>
public sealed record DeathProved(EventMeta Meta, DeathProof Proof) : ServerEvent(Meta);

/// <summary>Only a person's release ends this.</summary>
public sealed record ServerQuarantined(EventMeta Meta, Fault Cause) : ServerEvent(Meta);

/// <summary>A person released the server from quarantine.</summary>
public sealed record ServerReleased(EventMeta Meta, string Statement) : ServerEvent(Meta);

/// <summary>The kernel that was to be proved dead is heard again, with the target mounted: the life that was given up goes on.</summary>
public sealed record LifeContinued(EventMeta Meta, long Number) : ServerEvent(Meta);

/// <summary>Everything is ready for another node, and <c>failover: Manual</c> asks a person.</summary>
public sealed record ApprovalAwaited(EventMeta Meta, string Node, string Why) : ServerEvent(Meta);

/// <summary>The server is to go to another node: a person's order, or a window for going back.</summary>
public sealed record MoveRequested(EventMeta Meta, string? ToNode, string Statement) : ServerEvent(Meta);

/// <summary>A person had the machine fenced that holds the claim.</summary>
public sealed record FenceOrdered(EventMeta Meta, long Number, string Statement) : ServerEvent(Meta);

/// <summary>A person stated that the machine that holds the claim is off.</summary>
public sealed record OffStated(EventMeta Meta, long Number, KernelId Kernel, string Statement) : ServerEvent(Meta);

/// <summary>A person's order was refused; nothing changed.</summary>
public sealed record OrderRefused(EventMeta Meta, string Order, string Code, string Message) : ServerEvent(Meta);

/// <summary>A person annotated the target, or lifted that: nobody may touch it while there is a reason.</summary>
/// <param name="Meta">When, why and on whose request.</param>
/// <param name="Reason">The person's words; empty when it was lifted.</param>
public sealed record HandsOffChanged(EventMeta Meta, string Reason) : ServerEvent(Meta);

/// <summary>The supervisor itself failed while it handled this server.</summary>
public sealed record SupervisorFaulted(EventMeta Meta, string Reason) : ServerEvent(Meta);
