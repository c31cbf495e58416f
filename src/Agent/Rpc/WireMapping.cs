using System.Collections.Immutable;
using Google.Protobuf.Collections;
using LustreSupervisor.Agent.Operations;
using LustreSupervisor.Agent.Reporting;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Filesystems;
using Wire = LustreSupervisor.Contract;

namespace LustreSupervisor.Agent.Rpc;

/// <summary>Between the messages of agent.proto and the words of the core.</summary>
internal static class WireMapping
{
    /// <summary>An incarnation; an absent one is nobody's.</summary>
    public static IncarnationId Incarnation(Wire.Incarnation? wire) =>
        new(wire?.Epoch ?? 0, wire?.Number ?? 0, wire?.Nonce ?? "");

    /// <summary>An operation; null for one that this agent does not know.</summary>
    public static TargetOperation? Operation(Wire.Operation wire) => wire switch
    {
        Wire.Operation.Format => TargetOperation.Format,
        Wire.Operation.Mount => TargetOperation.Mount,
        Wire.Operation.Unmount => TargetOperation.Unmount,
        _ => null,
    };

    /// <summary>A target; null when its kind is none that this agent knows.</summary>
    public static WantedTarget? Target(Wire.Target wire) => KindOf(wire.Kind) is not { } kind
        ? null
        : new WantedTarget(
            wire.Label, wire.FsName, kind, wire.Index, wire.DevicePath, wire.DeviceId, wire.Backend,
            List(wire.ServiceNids), List(wire.MgsNids), wire.ExpectedUuid)
        {
            Networks = [.. wire.Networks.Select(n => new LnetSpec(n.Net, List(n.Interfaces)))],
            ForceImportAllowed = wire.ForceImportAllowed,
            Reservation = wire.Reservation,
            SelfFence = wire.SelfFence,
        };

    /// <summary>An outcome.</summary>
    public static Wire.Outcome Outcome(NumberedOutcome numbered) => new()
    {
        Fault = numbered.Outcome.Fault is { } fault ? Fault(fault, numbered.FaultNumber) : null,
        DeviceUuid = numbered.Outcome.Uuid,
        DeviceLabel = numbered.Outcome.Label,
        AbsentEverywhere = numbered.Outcome.AbsentEverywhere,
    };

    /// <summary>A report.</summary>
    public static Wire.Report Report(TargetStatus status)
    {
        var report = new Wire.Report
        {
            Mounted = status.Mounted,
            Health = status.Health,
            Recovery = Recovery(status.Recovery.State),
            CompletedClients = status.Recovery.CompletedClients,
            EvictedClients = status.Recovery.EvictedClients,
            ConnectedClients = status.Recovery.ConnectedClients,
            KnownClients = status.Recovery.KnownClients,
            Running = Operation(status.Running),
            BytesTotal = status.Figures.BytesTotal,
            BytesFree = status.Figures.BytesFree,
            BytesAvailable = status.Figures.BytesAvailable,
            InodesTotal = status.Figures.InodesTotal,
            InodesFree = status.Figures.InodesFree,
            Clients = status.Figures.ClientsOrExports,
            Evictions = status.Figures.Evictions,
            Instance = status.Figures.Instance,
            Fault = status.Fault is { } fault ? Fault(fault.Fault, fault.Number) : null,
            Notes = { status.Notes },
        };
        if (status.Recovery.SecondsRemaining is { } seconds)
            report.SecondsRemaining = seconds;
        return report;
    }

    private static Wire.Operation Operation(TargetOperation? operation) => operation switch
    {
        TargetOperation.Format => Wire.Operation.Format,
        TargetOperation.Mount => Wire.Operation.Mount,
        TargetOperation.Unmount => Wire.Operation.Unmount,
        _ => Wire.Operation.Unspecified,
    };

    /// <summary>A fault, with the number by which it is acknowledged; 0 for one that is not.</summary>
    public static Wire.Fault Fault(Fault fault, long number) =>
        new() { Kind = Kind(fault.Kind), Reason = fault.Reason, Message = fault.Message, Number = number };

    private static Wire.FaultKind Kind(FaultKind kind) => kind switch
    {
        FaultKind.Transient => Wire.FaultKind.Transient,
        FaultKind.Session => Wire.FaultKind.Session,
        FaultKind.MgsUnreachable => Wire.FaultKind.MgsUnreachable,
        FaultKind.PodCrashed => Wire.FaultKind.PodCrashed,
        FaultKind.Node => Wire.FaultKind.Node,
        FaultKind.Target => Wire.FaultKind.Target,
        FaultKind.UnmountHung => Wire.FaultKind.UnmountHung,
        FaultKind.Supervisor => Wire.FaultKind.Supervisor,
        _ => Wire.FaultKind.Unknown,
    };

    private static Wire.Recovery Recovery(RecoveryState state) => state switch
    {
        RecoveryState.Inactive => Wire.Recovery.Inactive,
        RecoveryState.WaitingForClients => Wire.Recovery.WaitingForClients,
        RecoveryState.Recovering => Wire.Recovery.Recovering,
        RecoveryState.Waiting => Wire.Recovery.Waiting,
        RecoveryState.Complete => Wire.Recovery.Complete,
        _ => Wire.Recovery.Unknown,
    };

    private static TargetKind? KindOf(Wire.Kind wire) => wire switch
    {
        Wire.Kind.Mgt => TargetKind.Mgt,
        Wire.Kind.Mdt => TargetKind.Mdt,
        Wire.Kind.Ost => TargetKind.Ost,
        _ => null,
    };

    private static ImmutableArray<string> List(RepeatedField<string> field) => [.. field];
}
