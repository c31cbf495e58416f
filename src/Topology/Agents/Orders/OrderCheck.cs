using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Agents.Reservations;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Filesystems.Validation;

namespace LustreSupervisor.Topology.Agents.Orders;

/// <summary>Is an order one that may be carried out at all? Checked before anything is read or taken.</summary>
public static class OrderCheck
{
    /// <summary>True when a call is meant for this agent: it names the very incarnation that the agent was started as.</summary>
    /// <param name="own">The agent's incarnation.</param>
    /// <param name="named">The incarnation that the call names.</param>
    /// <param name="rules">Rules in force.</param>
    public static bool IsForMe(IncarnationId own, IncarnationId named, Rules rules) => own == named || !rules.Holds(Rule.OrdersOfOwnLife);

    /// <summary>Null when the order makes sense for the agent of <paramref name="ownLabel"/>, else what is wrong, field by field.</summary>
    public static string? Complaint(WantedTarget target, TargetOperation operation, string ownLabel)
    {
        if (target.Label != ownLabel)
            return $"label: the order is about {target.Label}, this agent serves {ownLabel}";
        if (!LustreLabel.TryParse(target.Label, out var label))
            return $"label: {target.Label} is not a label of Lustre's, such as scratch-OST000a or MGS";
        if (label.Kind != target.Kind || label.Index != target.Index || (label.Kind != TargetKind.Mgt && label.FsName != target.FsName))
            return $"label: {target.Label} does not go with fsname {target.FsName}, kind {target.Kind}, index {target.Index}";
        if (!target.DevicePath.StartsWith('/'))
            return $"device path: {target.DevicePath} is not absolute";
        if (target.Backend is not ("" or "ldiskfs" or "zfs"))
            return $"backend: {target.Backend} is not known to this agent; it serves ldiskfs and zfs";
        if (target.IsZfs && target.FsName.Length == 0)
            return "fs_name: empty; the name of a pool is made from it";
        if (target.Networks.FirstOrDefault(n => !Nids.IsNet(n.Net) || !n.Interfaces.All(NetworkRules.IsInterface)) is { } odd)
            return $"networks: {odd.Net}({string.Join(',', odd.Interfaces)}) is not an LNet network on interfaces of Linux";
        if (target.Reservation.Length > 0 && ReservationBackends.Parse(target.Reservation) is null)
            return $"reservation: {target.Reservation} is not known to this agent; it knows scsi and nvme";
        return operation == TargetOperation.Format ? FormatComplaint(target) : null;
    }

    private static string? FormatComplaint(WantedTarget target)
    {
        if (target.ServiceNids.IsDefaultOrEmpty)
            return "service NIDs: none; a target is never formatted without --servicenode, which brings multi-mount protection";
        if (target.RegistersWith.IsEmpty && target.Kind != TargetKind.Mgt)
            return "MGS NIDs: none; an MDT or OST cannot register without them";
        var odd = target.ServiceNids.Concat(target.RegistersWith).FirstOrDefault(nids => nids.Length == 0 || nids.Any(char.IsWhiteSpace));
        return odd is null ? null : $"NIDs: '{odd}' is not a comma-separated list of NIDs of one node";
    }
}
