using LustreSupervisor.Topology.Servers;
using static System.FormattableString;

namespace LustreSupervisor.Supervisor.Journal.Reading;

/// <summary>Decisions about servers in words.</summary>
internal static class ServerEventText
{
    public static string What(ServerEvent e) => e switch
    {
        ServerDeclared x => $"declared {x.Spec.Target.Label} on device {x.Spec.Device.Id}",
        ServerRespecified x => $"specified anew: {x.Spec.Target.Label}, image {x.Spec.Runtime.Image}",
        StartPermitted => "may start",
        ServerResumed => "taken over by this member",
        IncarnationPlanned x => $"incarnation {x.Id} planned on {x.Node}: {x.Why}",
        PodCreated x => Invariant($"pod {x.PodUid} of incarnation {x.Number} exists"),
        IncarnationStarted x => Invariant($"incarnation {x.Number} runs on kernel {x.Kernel}"),
        FormatRequested x => Invariant($"format ordered, incarnation {x.Number}"),
        TargetFormatted x => Invariant($"formatted by incarnation {x.Number}, file-system UUID {x.DeviceUuid}"),
        MountRequested x => Invariant($"mount ordered, incarnation {x.Number}"),
        TargetMounted x => Invariant($"mounted by incarnation {x.Number}, file-system UUID {x.DeviceUuid}"),
        ServingStarted x => Invariant($"incarnation {x.Number} serves, recovery {x.Recovery}"),
        UnmountRequested x => Invariant($"unmount ordered, incarnation {x.Number}"),
        IncarnationFailed x => Invariant($"incarnation {x.Number} failed: {x.Fault}"),
        BackOffStarted x => Invariant($"waits until {EventText.Time(x.RetryAt)}, failure {x.Step} in a row") + (x.AvoidNode is { } node ? $", avoids {node}" : ""),
        ProofAwaited x => Invariant($"waits for proof that kernel {x.Kernel} on {x.Node} no longer writes (incarnation {x.Number})"),
        DeathProved x => Invariant($"{x.Proof.Kind} proves that kernel {x.Proof.Kernel} no longer writes (incarnation {x.Proof.Number}): {x.Proof.Evidence}"),
        ServerQuarantined x => $"quarantined until a person releases it: {x.Cause}",
        ServerReleased x => $"released from quarantine: {x.Statement}",
        LifeContinued x => Invariant($"its kernel is heard again: incarnation {x.Number} goes on"),
        ApprovalAwaited x => $"could go on on {x.Node}, and waits for a person to approve: {x.Why}",
        MoveRequested x => $"is to move{(x.ToNode is { } node ? $" to {node}" : "")}: {x.Statement}",
        FenceOrdered x => Invariant($"fence of the machine of incarnation {x.Number} ordered: {x.Statement}"),
        OffStated x => Invariant($"{x.Meta.By} states that kernel {x.Kernel} is off (incarnation {x.Number}): {x.Statement}"),
        OrderRefused x => $"{x.Order} refused by {x.Code}: {x.Message}",
        HandsOffChanged { Reason: "" } => "hands-off lifted",
        HandsOffChanged x => $"hands off: {x.Reason}",
        SupervisorFaulted x => $"the supervisor itself failed: {x.Reason}",
        _ => throw new InvalidOperationException($"{e.GetType().Name} has no words."),
    };
}
