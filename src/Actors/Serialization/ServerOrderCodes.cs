using System.Collections.Immutable;
using LustreSupervisor.Topology.Servers;
using static LustreSupervisor.Actors.Serialization.EventCode;

namespace LustreSupervisor.Actors.Serialization;

/// <summary>Events of servers that follow from people's orders, and from what turned out not to be a failure, as the journal holds them.</summary>
internal static class ServerOrderCodes
{
    public static readonly ImmutableArray<EventCode> All =
    [
        Of(
            "srv.life-continued.v1", Proto.LifeContinued.Parser,
            (LifeContinued e) => new Proto.LifeContinued { Meta = e.Meta.ToProto(), Number = e.Number },
            m => new LifeContinued(m.Meta.ToDomain(), m.Number)),
        Of(
            "srv.approval-awaited.v1", Proto.ApprovalAwaited.Parser,
            (ApprovalAwaited e) => new Proto.ApprovalAwaited { Meta = e.Meta.ToProto(), Node = e.Node, Why = e.Why },
            m => new ApprovalAwaited(m.Meta.ToDomain(), m.Node, m.Why)),
        Of(
            "srv.move-requested.v1", Proto.MoveRequested.Parser, WriteMove,
            m => new MoveRequested(m.Meta.ToDomain(), m.HasToNode ? m.ToNode : null, m.Statement)),
        Of(
            "srv.fence-ordered.v1", Proto.FenceOrdered.Parser,
            (FenceOrdered e) => new Proto.FenceOrdered { Meta = e.Meta.ToProto(), Number = e.Number, Statement = e.Statement },
            m => new FenceOrdered(m.Meta.ToDomain(), m.Number, m.Statement)),
        Of(
            "srv.off-stated.v1", Proto.OffStated.Parser,
            (OffStated e) => new Proto.OffStated { Meta = e.Meta.ToProto(), Number = e.Number, Kernel = e.Kernel.ToProto(), Statement = e.Statement },
            m => new OffStated(m.Meta.ToDomain(), m.Number, m.Kernel.Needed("kernel").ToDomain(), m.Statement)),
        Of(
            "srv.order-refused.v1", Proto.OrderRefused.Parser,
            (OrderRefused e) => new Proto.OrderRefused { Meta = e.Meta.ToProto(), Order = e.Order, Code = e.Code, Message = e.Message },
            m => new OrderRefused(m.Meta.ToDomain(), m.Order, m.Code, m.Message)),
        Of(
            "srv.hands-off.v1", Proto.HandsOffChanged.Parser,
            (HandsOffChanged e) => new Proto.HandsOffChanged { Meta = e.Meta.ToProto(), Reason = e.Reason },
            m => new HandsOffChanged(m.Meta.ToDomain(), m.Reason)),
    ];

    private static Proto.MoveRequested WriteMove(MoveRequested e)
    {
        var message = new Proto.MoveRequested { Meta = e.Meta.ToProto(), Statement = e.Statement };
        if (e.ToNode is { } node)
            message.ToNode = node;
        return message;
    }
}
