using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Common;
using Wire = LustreSupervisor.Contract;

namespace LustreSupervisor.Supervisor.Agents;

/// <summary>Between the ports' types and the messages of agent.proto.</summary>
internal static class AgentMessages
{
    /// <summary>An incarnation.</summary>
    public static Wire.Incarnation Incarnation(IncarnationId id) => new() { Epoch = id.Epoch, Number = id.Number, Nonce = id.Nonce };

    /// <summary>An order.</summary>
    public static Wire.Order Order(AgentOrder order, Wire.Incarnation incarnation) => new()
    {
        Incarnation = incarnation,
        Operation = order.Operation switch
        {
            AgentOperation.Format => Wire.Operation.Format,
            AgentOperation.Mount => Wire.Operation.Mount,
            AgentOperation.Unmount => Wire.Operation.Unmount,
            _ => throw new ArgumentOutOfRangeException(nameof(order), order.Operation, "unknown operation"),
        },
        Target = Target(order),
        TimeoutSeconds = order.TimeoutSeconds,
    };

    /// <summary>An outcome.</summary>
    public static AgentOutcome Outcome(Wire.Outcome outcome) =>
        new(FaultOf(outcome.Fault), outcome.Fault?.Number ?? 0, outcome.DeviceUuid, outcome.AbsentEverywhere);

    /// <summary>A report. Recovery is in Lustre's own words.</summary>
    public static AgentReport Report(Wire.Report report) => new(
        report.Mounted,
        report.Health,
        report.Recovery switch
        {
            Wire.Recovery.Inactive => "INACTIVE",
            Wire.Recovery.WaitingForClients => "WAITING_FOR_CLIENTS",
            Wire.Recovery.Recovering => "RECOVERING",
            Wire.Recovery.Waiting => "WAITING",
            Wire.Recovery.Complete => "COMPLETE",
            _ => "UNKNOWN",
        },
        report.CompletedClients,
        report.EvictedClients,
        FaultOf(report.Fault),
        report.Fault?.Number ?? 0)
    {
        ConnectedClients = report.ConnectedClients,
        KnownClients = report.KnownClients,
        SecondsRemaining = report.HasSecondsRemaining ? report.SecondsRemaining : null,
        Figures = new AgentFigures(
            report.BytesTotal, report.BytesFree, report.BytesAvailable, report.InodesTotal, report.InodesFree, report.Clients,
            report.Evictions, report.Instance),
        Notes = [.. report.Notes],
    };

    private static Wire.Target Target(AgentOrder order) => new()
    {
        Label = order.Target.Label,
        FsName = order.Target.FsName,
        Kind = order.Target.Kind switch
        {
            TargetKind.Mgt => Wire.Kind.Mgt,
            TargetKind.Mdt => Wire.Kind.Mdt,
            TargetKind.Ost => Wire.Kind.Ost,
            _ => throw new ArgumentOutOfRangeException(nameof(order), order.Target.Kind, "unknown kind"),
        },
        Index = order.Target.Index,
        DevicePath = order.Device.Path,
        DeviceId = order.Device.Id,
        Backend = order.Backend,
        ServiceNids = { order.ServiceNids },
        MgsNids = { order.MgsNids },
        ExpectedUuid = order.ExpectedUuid,
        Networks = { order.Networks.Select(n => new Wire.LnetNetwork { Net = n.Net, Interfaces = { n.Interfaces } }) },
        ForceImportAllowed = order.ForceImportAllowed,
        SelfFence = order.SelfFence,
        Reservation = order.Reservation,
    };

    /// <summary>A kind that a newer agent may know is <c>Unknown</c> here: the target is quarantined untouched.</summary>
    public static Fault? FaultOf(Wire.Fault? fault) => fault is null || fault.Kind == Wire.FaultKind.None ? null : new Fault(
        fault.Kind switch
        {
            Wire.FaultKind.Transient => FaultKind.Transient,
            Wire.FaultKind.Session => FaultKind.Session,
            Wire.FaultKind.MgsUnreachable => FaultKind.MgsUnreachable,
            Wire.FaultKind.PodCrashed => FaultKind.PodCrashed,
            Wire.FaultKind.Node => FaultKind.Node,
            Wire.FaultKind.Target => FaultKind.Target,
            Wire.FaultKind.UnmountHung => FaultKind.UnmountHung,
            Wire.FaultKind.Supervisor => FaultKind.Supervisor,
            _ => FaultKind.Unknown,
        },
        fault.Reason,
        fault.Message);
}
