using System.Collections.Immutable;
using LustreSupervisor.Topology.Servers;
using static LustreSupervisor.Actors.Serialization.EventCode;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>Events of servers as the journal holds them.</summary>
internal static class ServerEventCodes
{
    public static readonly ImmutableArray<EventCode> All = [.. Declaration(), .. LifeCycle(), .. Failure()];

    private static ImmutableArray<EventCode> Declaration() =>
    [
        Of(
            "srv.declared.v1", Proto.ServerDeclared.Parser,
            (ServerDeclared e) => new Proto.ServerDeclared { Meta = e.Meta.ToProto(), Spec = e.Spec.ToProto() },
            m => new ServerDeclared(m.Meta.ToDomain(), m.Spec.Needed("spec").ToDomain())),
        Of(
            "srv.respecified.v1", Proto.ServerRespecified.Parser,
            (ServerRespecified e) => new Proto.ServerRespecified { Meta = e.Meta.ToProto(), Spec = e.Spec.ToProto() },
            m => new ServerRespecified(m.Meta.ToDomain(), m.Spec.Needed("spec").ToDomain())),
        Of(
            "srv.start-permitted.v1", Proto.StartPermitted.Parser,
            (StartPermitted e) => new Proto.StartPermitted { Meta = e.Meta.ToProto() },
            m => new StartPermitted(m.Meta.ToDomain())),
        Of(
            "srv.resumed.v1", Proto.ServerResumed.Parser,
            (ServerResumed e) => new Proto.ServerResumed { Meta = e.Meta.ToProto() },
            m => new ServerResumed(m.Meta.ToDomain())),
    ];

    private static ImmutableArray<EventCode> LifeCycle() =>
    [
        Of(
            "srv.planned.v1", Proto.IncarnationPlanned.Parser,
            (IncarnationPlanned e) => new Proto.IncarnationPlanned { Meta = e.Meta.ToProto(), Id = e.Id.ToProto(), Node = e.Node, Why = e.Why, Kernel = e.Kernel?.ToProto() },
            m => new IncarnationPlanned(m.Meta.ToDomain(), m.Id.Needed("id").ToDomain(), m.Node, m.Why) { Kernel = m.Kernel?.ToDomain() }),
        Of(
            "srv.pod-created.v1", Proto.PodCreated.Parser,
            (PodCreated e) => new Proto.PodCreated { Meta = e.Meta.ToProto(), Number = e.Number, PodUid = e.PodUid },
            m => new PodCreated(m.Meta.ToDomain(), m.Number, m.PodUid)),
        Of(
            "srv.started.v1", Proto.IncarnationStarted.Parser,
            (IncarnationStarted e) => new Proto.IncarnationStarted
            {
                Meta = e.Meta.ToProto(), Number = e.Number, Kernel = e.Kernel.ToProto(), PodUid = e.PodUid,
            },
            m => new IncarnationStarted(m.Meta.ToDomain(), m.Number, m.Kernel.Needed("kernel").ToDomain(), m.PodUid)),
        Of(
            "srv.format-requested.v1", Proto.FormatRequested.Parser,
            (FormatRequested e) => new Proto.FormatRequested { Meta = e.Meta.ToProto(), Number = e.Number },
            m => new FormatRequested(m.Meta.ToDomain(), m.Number)),
        Of(
            "srv.formatted.v1", Proto.TargetFormatted.Parser,
            (TargetFormatted e) => new Proto.TargetFormatted { Meta = e.Meta.ToProto(), Number = e.Number, DeviceUuid = e.DeviceUuid },
            m => new TargetFormatted(m.Meta.ToDomain(), m.Number, m.DeviceUuid)),
        Of(
            "srv.mount-requested.v1", Proto.MountRequested.Parser,
            (MountRequested e) => new Proto.MountRequested { Meta = e.Meta.ToProto(), Number = e.Number },
            m => new MountRequested(m.Meta.ToDomain(), m.Number)),
        Of(
            "srv.mounted.v1", Proto.TargetMounted.Parser,
            (TargetMounted e) => new Proto.TargetMounted { Meta = e.Meta.ToProto(), Number = e.Number, DeviceUuid = e.DeviceUuid },
            m => new TargetMounted(m.Meta.ToDomain(), m.Number, m.DeviceUuid)),
        Of(
            "srv.serving.v1", Proto.ServingStarted.Parser,
            (ServingStarted e) => new Proto.ServingStarted { Meta = e.Meta.ToProto(), Number = e.Number, Recovery = e.Recovery },
            m => new ServingStarted(m.Meta.ToDomain(), m.Number, m.Recovery)),
        Of(
            "srv.unmount-requested.v1", Proto.UnmountRequested.Parser,
            WriteUnmount, m => new UnmountRequested(m.Meta.ToDomain(), m.Number) { AvoidNode = m.HasAvoidNode ? m.AvoidNode : null }),
    ];

    private static ImmutableArray<EventCode> Failure() =>
    [
        Of(
            "srv.failed.v1", Proto.IncarnationFailed.Parser, WriteFailed,
            m => new IncarnationFailed(m.Meta.ToDomain(), m.Number, m.Fault.Needed("fault").ToDomain(), m.HasPodUid ? m.PodUid : null)),
        Of("srv.backing-off.v1", Proto.BackOffStarted.Parser, WriteBackOff, ReadBackOff),
        Of(
            "srv.proof-awaited.v1", Proto.ProofAwaited.Parser,
            (ProofAwaited e) => new Proto.ProofAwaited { Meta = e.Meta.ToProto(), Number = e.Number, Kernel = e.Kernel.ToProto(), Node = e.Node, Silent = e.Silent },
            m => new ProofAwaited(m.Meta.ToDomain(), m.Number, m.Kernel.Needed("kernel").ToDomain(), m.Node) { Silent = m.Silent }),
        Of(
            "srv.death-proved.v1", Proto.DeathProved.Parser,
            (DeathProved e) => new Proto.DeathProved { Meta = e.Meta.ToProto(), Proof = e.Proof.ToProto() },
            m => new DeathProved(m.Meta.ToDomain(), m.Proof.Needed("proof").ToDomain())),
        Of(
            "srv.quarantined.v1", Proto.ServerQuarantined.Parser,
            (ServerQuarantined e) => new Proto.ServerQuarantined { Meta = e.Meta.ToProto(), Cause = e.Cause.ToProto() },
            m => new ServerQuarantined(m.Meta.ToDomain(), m.Cause.Needed("cause").ToDomain())),
        Of(
            "srv.released.v1", Proto.ServerReleased.Parser,
            (ServerReleased e) => new Proto.ServerReleased { Meta = e.Meta.ToProto(), Statement = e.Statement },
            m => new ServerReleased(m.Meta.ToDomain(), m.Statement)),
        Of(
            "srv.supervisor-faulted.v1", Proto.SupervisorFaulted.Parser,
            (SupervisorFaulted e) => new Proto.SupervisorFaulted { Meta = e.Meta.ToProto(), Reason = e.Reason },
            m => new SupervisorFaulted(m.Meta.ToDomain(), m.Reason)),
    ];

    private static Proto.UnmountRequested WriteUnmount(UnmountRequested e)
    {
        var message = new Proto.UnmountRequested { Meta = e.Meta.ToProto(), Number = e.Number };
        if (e.AvoidNode is { } node)
            message.AvoidNode = node;
        return message;
    }

    private static Proto.IncarnationFailed WriteFailed(IncarnationFailed e)
    {
        var message = new Proto.IncarnationFailed { Meta = e.Meta.ToProto(), Number = e.Number, Fault = e.Fault.ToProto() };
        if (e.PodUid is { } uid)
            message.PodUid = uid;
        return message;
    }

    private static Proto.BackOffStarted WriteBackOff(BackOffStarted e)
    {
        var message = new Proto.BackOffStarted { Meta = e.Meta.ToProto(), RetryAt = e.RetryAt.ToProto(), Step = e.Step };
        if (e.AvoidNode is { } node)
            message.AvoidNode = node;
        return message;
    }

    private static BackOffStarted ReadBackOff(Proto.BackOffStarted m) => new(
        m.Meta.ToDomain(), m.RetryAt.Needed("retry_at").ToDateTimeOffset(), m.Step, m.HasAvoidNode ? m.AvoidNode : null);
}
