using System.Globalization;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall.Faults;

/// <summary>Whether an order makes sense by itself, whatever the cluster looks like.</summary>
internal static class FaultOrders
{
    /// <summary>Checks an order against the table.</summary>
    /// <param name="order">The order.</param>
    /// <returns>Description of its kind.</returns>
    /// <exception cref="StateException">It makes no sense; the message says why and what would.</exception>
    public static FaultDescription Check(FaultOrder order)
    {
        var fault = FaultCatalog.Find(order.Kind ?? "");
        if (Problem(fault, order) is { } problem)
            throw new StateException($"{fault.Name}: {problem}.");
        return fault;
    }

    private static string? Problem(FaultDescription fault, FaultOrder order) => order switch
    {
        { Subject: null } or { Peer: null } => "subject and peer are texts; leave them out instead of null",
        { Subject.Length: 0 } when !fault.SubjectOptional => $"name a {(fault.Subject == FaultSubject.Node ? "node" : "target")}",
        { Subject.Length: > 0 } when fault.Subject == FaultSubject.None => $"it takes no subject, not '{order.Subject}'",
        { Peer.Length: 0 } when fault.TakesPeer => "name the other node, or a client's NID, as peer (--peer NODE)",
        { Peer.Length: > 0 } when !fault.TakesPeer => "it takes no peer",
        _ when fault.TakesPeer && order.Peer == order.Subject => "a node does not lose the network to itself: name two nodes",
        { Clear: true } when fault.Healing == FaultHealing.AtOnce => "there is nothing to clear, it is over as soon as it has happened",
        { Clear: true } when fault.Healing == FaultHealing.Power => "it ends with the node's kernel only: power the node off and on",
        { Clear: true } when fault.Healing == FaultHealing.Never => "it cannot be cleared, it is written on a device",
        { Seconds: 0 } => null,
        _ when fault.SecondsDefault is null || order.Clear => "it takes no seconds",
        { Seconds: > 0 and <= FaultCatalog.SecondsMax } => null,
        _ => string.Create(CultureInfo.InvariantCulture, $"{order.Seconds} is not a number of seconds from more than 0 to {FaultCatalog.SecondsMax}"),
    };
}
