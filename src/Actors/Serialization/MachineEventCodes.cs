using System.Collections.Immutable;
using LustreSupervisor.Topology.Machines;
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
            },
            m => new FenceRequested(m.Meta.ToDomain(), m.BootId, [.. m.Agents], m.PermittedBy)),
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
                Meta = e.Meta.ToProto(), BootId = e.BootId, Agent = e.Agent, Evidence = e.Evidence,
            },
            m => new FenceConfirmed(m.Meta.ToDomain(), m.BootId, m.Agent, m.Evidence)),
    ];

    private static Proto.BootSeen WriteBoot(BootSeen e)
    {
        var message = new Proto.BootSeen { Meta = e.Meta.ToProto(), BootId = e.BootId, Node = e.Node };
        if (e.BmcAddress is { } address)
            message.BmcAddress = address;
        return message;
    }
}
