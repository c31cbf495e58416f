using System.Collections.Immutable;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;
using static LustreSupervisor.Actors.Serialization.EventCode;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>Events of machines as the journal holds them.</summary>
internal static class MachineEventCodes
{
    public static readonly ImmutableArray<EventCode> All =
    [
        Of(
            "mach.resumed.v1", Proto.MachineResumed.Parser,
            (MachineResumed e) => new Proto.MachineResumed { Meta = e.Meta.ToProto() },
            m => new MachineResumed(m.Meta.ToDomain())),
        Of(
            "mach.boot-seen.v1", Proto.BootSeen.Parser, WriteBoot,
            m => new BootSeen(m.Meta.ToDomain(), m.BootId, m.Node, m.HasBmcAddress ? m.BmcAddress : null)),
        Of(
            "mach.fence-requested.v1", Proto.FenceRequested.Parser,
            (FenceRequested e) => new Proto.FenceRequested
            {
                Meta = e.Meta.ToProto(), BootId = e.BootId, Agents = { e.Agents }, PermittedBy = e.PermittedBy,
                Devices = { FenceScopeMapper.Devices(e.Scope) }, Witnesses = FenceScopeMapper.Witnesses(e.Scope),
            },
            m => new FenceRequested(m.Meta.ToDomain(), m.BootId, [.. m.Agents], m.PermittedBy) { Scope = FenceScopeMapper.Scope(m.Devices, m.Witnesses) }),
        Of(
            "mach.fence-failed.v1", Proto.FenceAttemptFailed.Parser,
            (FenceAttemptFailed e) => new Proto.FenceAttemptFailed
            {
                Meta = e.Meta.ToProto(), BootId = e.BootId, Reason = e.Reason, NotBefore = e.NotBefore.ToProto(),
            },
            m => new FenceAttemptFailed(m.Meta.ToDomain(), m.BootId, m.Reason, m.NotBefore.Needed("not_before").ToDateTimeOffset())),
        Of(
            "mach.fenced.v1", Proto.FenceConfirmed.Parser,
            (FenceConfirmed e) => new Proto.FenceConfirmed
            {
                Meta = e.Meta.ToProto(), BootId = e.BootId, Agent = e.Agent, Evidence = e.Evidence, Kind = KindOf(e), Devices = { e.Devices },
            },
            m => new FenceConfirmed(m.Meta.ToDomain(), m.BootId, m.Agent, m.Evidence)
            {
                Kind = m.Kind == Proto.ProofKind.Unspecified ? ProofKind.NodeFenced : EnumMaps.Proof.Read(m.Kind), Devices = [.. m.Devices],
            }),
        Of(
            "mach.fence-withdrawn.v1", Proto.FenceWithdrawn.Parser,
            (FenceWithdrawn e) => new Proto.FenceWithdrawn { Meta = e.Meta.ToProto(), BootId = e.BootId, Reason = e.Reason },
            m => new FenceWithdrawn(m.Meta.ToDomain(), m.BootId, m.Reason)),
    ];

    /// <summary>A fence of the node is what old events mean without saying so: their bytes stay what they were.</summary>
    private static Proto.ProofKind KindOf(FenceConfirmed e) =>
        e.Kind == ProofKind.NodeFenced ? Proto.ProofKind.Unspecified : EnumMaps.Proof.Write(e.Kind);

    private static Proto.BootSeen WriteBoot(BootSeen e)
    {
        var message = new Proto.BootSeen { Meta = e.Meta.ToProto(), BootId = e.BootId, Node = e.Node };
        if (e.BmcAddress is { } address)
            message.BmcAddress = address;
        return message;
    }
}
