using System.Collections.Immutable;
using LustreSupervisor.Topology.Filesystems;
using static LustreSupervisor.Actors.Serialization.EventCode;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>Events of file systems as the journal holds them.</summary>
internal static class FilesystemEventCodes
{
    public static readonly ImmutableArray<EventCode> All =
    [
        Of(
            "fs.resumed.v1", Proto.FilesystemResumed.Parser,
            (FilesystemResumed e) => new Proto.FilesystemResumed { Meta = e.Meta.ToProto() },
            m => new FilesystemResumed(m.Meta.ToDomain())),
        Of(
            "fs.spec-accepted.v1", Proto.SpecAccepted.Parser,
            (SpecAccepted e) => new Proto.SpecAccepted
            {
                Meta = e.Meta.ToProto(), Namespace = e.Namespace, Name = e.Name, Uid = e.Uid, Generation = e.Generation, Spec = e.Spec.ToProto(),
            },
            m => new SpecAccepted(m.Meta.ToDomain(), m.Namespace, m.Name, m.Uid, m.Generation, m.Spec.Needed("spec").ToDomain())),
        Of(
            "fs.spec-refused.v1", Proto.SpecRefused.Parser,
            (SpecRefused e) => new Proto.SpecRefused
            {
                Meta = e.Meta.ToProto(), Namespace = e.Namespace, Name = e.Name, Uid = e.Uid, Generation = e.Generation, Reason = e.Reason,
            },
            m => new SpecRefused(m.Meta.ToDomain(), m.Namespace, m.Name, m.Uid, m.Generation, m.Reason)),
        Of(
            "fs.layout.v1", Proto.LayoutPlanned.Parser,
            (LayoutPlanned e) => new Proto.LayoutPlanned
            {
                Meta = e.Meta.ToProto(), Generation = e.Generation, Servers = { e.Servers.Select(s => s.ToProto()) },
            },
            m => new LayoutPlanned(m.Meta.ToDomain(), m.Generation, [.. m.Servers.Select(s => s.ToDomain())])),
        Of(
            "fs.first-served.v1", Proto.ServerFirstServed.Parser,
            (ServerFirstServed e) => new Proto.ServerFirstServed { Meta = e.Meta.ToProto(), ObjectName = e.ObjectName },
            m => new ServerFirstServed(m.Meta.ToDomain(), m.ObjectName)),
        Of(
            "fs.hands-off.v1", Proto.FilesystemHandsOffChanged.Parser,
            (FilesystemHandsOffChanged e) => new Proto.FilesystemHandsOffChanged { Meta = e.Meta.ToProto(), Reason = e.Reason },
            m => new FilesystemHandsOffChanged(m.Meta.ToDomain(), m.Reason)),
        Of(
            "fs.order-refused.v1", Proto.FilesystemOrderRefused.Parser,
            (FilesystemOrderRefused e) => new Proto.FilesystemOrderRefused
            {
                Meta = e.Meta.ToProto(), Target = e.Target, Order = e.Order, Code = e.Code, Message = e.Message,
            },
            m => new FilesystemOrderRefused(m.Meta.ToDomain(), m.Target, m.Order, m.Code, m.Message)),
        Of(
            "fs.fence-permitted.v1", Proto.FencePermitted.Parser,
            (FencePermitted e) => new Proto.FencePermitted
            {
                Meta = e.Meta.ToProto(), SystemUuid = e.SystemUuid, BootId = e.BootId, Node = e.Node, ObjectName = e.ObjectName, Revision = e.Revision, Number = e.Number,
            },
            m => new FencePermitted(m.Meta.ToDomain(), m.SystemUuid, m.BootId, m.Node, m.ObjectName) { Revision = m.Revision, Number = m.Number }),
        Of(
            "fs.fence-unneeded.v1", Proto.FenceUnneeded.Parser,
            (FenceUnneeded e) => new Proto.FenceUnneeded { Meta = e.Meta.ToProto(), SystemUuid = e.SystemUuid, ObjectName = e.ObjectName },
            m => new FenceUnneeded(m.Meta.ToDomain(), m.SystemUuid, m.ObjectName)),
        Of(
            "fs.fence-settled.v1", Proto.FenceSettled.Parser,
            (FenceSettled e) => new Proto.FenceSettled { Meta = e.Meta.ToProto(), SystemUuid = e.SystemUuid, ObjectName = e.ObjectName },
            m => new FenceSettled(m.Meta.ToDomain(), m.SystemUuid, m.ObjectName)),
    ];
}
