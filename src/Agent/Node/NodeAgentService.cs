using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using LustreSupervisor.Agent.CommandLine;
using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Agent.Rpc;
using LustreSupervisor.Agent.Tls;
using LustreSupervisor.Topology.Agents.Grants;
using LustreSupervisor.Topology.Agents.Reservations;
using LustreSupervisor.Topology.Common;
using Wire = LustreSupervisor.Contract;

namespace LustreSupervisor.Agent.Node;

/// <summary>The node agent's side of node_agent.proto.</summary>
internal sealed class NodeAgentService(NodeOptions options, KernelReader kernel, GrantDesk grants, SelfFenceState state, StorageFenceOperation fence)
    : Wire.NodeAgent.NodeAgentBase
{
    /// <inheritdoc/>
    public override Task<Wire.NodeDescription> Describe(Wire.DescribeRequest request, ServerCallContext context)
    {
        var now = state.Read();
        return Task.FromResult(new Wire.NodeDescription
        {
            Kernel = Own(),
            Node = options.Node,
            AgentVersion = AgentVersion.Text,
            UptimeMilliseconds = (long)grants.Uptime.TotalMilliseconds,
            Armed = now.Armed,
            WatchdogSeconds = now.Armed ? (int)GrantTimes.WatchdogTimeout.TotalSeconds : 0,
            MayFeed = now.MayFeed,
            Reason = now.Reason,
            Sets =
            {
                now.Sets.Select(s => new Wire.GrantSet
                {
                    Filesystem = s.Filesystem, GrantSeconds = s.GrantSeconds, Nodes = { s.Nodes },
                }),
            },
        });
    }

    /// <inheritdoc/>
    public override Task<Wire.GrantReply> Grant(Wire.GrantRequest request, ServerCallContext context)
    {
        if (request.Seconds is < GrantTimes.GrantSecondsMin or > GrantTimes.GrantSecondsMax)
            throw Invalid($"seconds: {request.Seconds} is not between {GrantTimes.GrantSecondsMin} and {GrantTimes.GrantSecondsMax}");
        if (!grants.Give(KernelOf(request.Kernel), request.Seconds))
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"more than {GrantLedger.KernelsMax} kernels hold time from this node"));
        return Task.FromResult(new Wire.GrantReply { Kernel = Own() });
    }

    /// <inheritdoc/>
    public override Task<Wire.LapsesReply> Lapses(Wire.LapsesRequest request, ServerCallContext context)
    {
        DemandSupervisor(context);
        if (request.GrantSeconds is < GrantTimes.GrantSecondsMin or > GrantTimes.GrantSecondsMax)
            throw Invalid($"grant_seconds: {request.GrantSeconds} is not between {GrantTimes.GrantSecondsMin} and {GrantTimes.GrantSecondsMax}");
        var report = grants.Judge(KernelOf(request.Kernel), request.GrantSeconds);
        return Task.FromResult(new Wire.LapsesReply
        {
            Kernel = Own(),
            Node = options.Node,
            Lapsed = report.Lapsed,
            SinceMilliseconds = (long)report.Since.TotalMilliseconds,
            RemainingMilliseconds = (long)report.Remaining.TotalMilliseconds,
            Known = report.Known,
        });
    }

    /// <inheritdoc/>
    public override async Task<Wire.StorageFenceOutcome> Fence(Wire.StorageFence request, ServerCallContext context)
    {
        DemandSupervisor(context);
        if (ReservationBackends.Parse(request.Backend) is not { } backend)
            throw Invalid($"backend: {request.Backend} is not known to this agent; it knows scsi and nvme");
        if (!request.DevicePath.StartsWith('/'))
            throw Invalid($"device_path: {request.DevicePath} is not absolute");
        var end = await fence.RunAsync(
            new StorageFenceTask(backend, request.DevicePath, request.DeviceId, KernelOf(request.Victim), [.. request.Known.Select(KernelOf)]),
            context.CancellationToken);
        return new Wire.StorageFenceOutcome
        {
            Fault = end.Fault is { } fault ? WireMapping.Fault(fault, 0) : null,
            Evidence = end.Evidence,
            VictimGone = end.Fault is null,
        };
    }

    /// <summary>Over TCP peers are let in for grants alone. Whoever may open the UNIX socket is root on this node.</summary>
    private static void DemandSupervisor(ServerCallContext context)
    {
        if (context.GetHttpContext().Connection.ClientCertificate is { } shown && !IsSupervisor(shown))
            throw new RpcException(new Status(StatusCode.PermissionDenied, "only the supervisor may ask this"));
    }

    private static bool IsSupervisor(X509Certificate2 shown) => SupervisorTrust.Names(shown, SupervisorTrust.SupervisorName);

    private static KernelId KernelOf(Wire.Kernel? named)
    {
        if (named is null || !Guid.TryParse(named.SystemUuid, out var machine) || !Guid.TryParse(named.BootId, out var boot))
            throw Invalid("kernel: needs the UUIDs system_uuid and boot_id");

        // One spelling, so that a grant and a question about it meet.
        return new KernelId(machine.ToString(), boot.ToString());
    }

    private Wire.Kernel Own()
    {
        try
        {
            var id = kernel.Read();
            return new Wire.Kernel { SystemUuid = id.SystemUuid, BootId = id.BootId };
        }
        catch (KernelUnknownException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, e.Message));
        }
    }

    private static RpcException Invalid(string message) => new(new Status(StatusCode.InvalidArgument, message));
}
