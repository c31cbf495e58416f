using Grpc.Core;
using LustreSupervisor.Agent.CommandLine;
using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Agent.Operations;
using LustreSupervisor.Agent.Reporting;
using LustreSupervisor.Topology.Agents.Orders;
using LustreSupervisor.Topology.Decisions;
using Wire = LustreSupervisor.Contract;

namespace LustreSupervisor.Agent.Rpc;

/// <summary>The agent's side of agent.proto. Every call names an incarnation, and only this agent's own is heard.</summary>
internal sealed class TargetAgentService(
    TargetOptions options, HostEnvironment environment, KernelReader kernel, OperationDesk desk, FaultLog faults, StatusBoard board,
    TimeProvider time, ILogger<TargetAgentService> logger) : Wire.TargetAgent.TargetAgentBase
{
    /// <summary>A report at least this often, so that silence means something.</summary>
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(2);

    /// <summary>Longest time an order may have: three times the deadline that Lustre's own resource agents use.</summary>
    private const int TimeoutSecondsMax = 900;

    /// <inheritdoc/>
    public override Task<Wire.HelloReply> Hello(Wire.HelloRequest request, ServerCallContext context)
    {
        Demand(request.Incarnation);
        try
        {
            var id = kernel.Read();
            return Task.FromResult(new Wire.HelloReply
            {
                Kernel = new Wire.Kernel { SystemUuid = id.SystemUuid, BootId = id.BootId },
                AgentVersion = AgentVersion.Text,
                PodUid = environment.PodUid,
            });
        }
        catch (KernelUnknownException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, e.Message));
        }
    }

    /// <inheritdoc/>
    public override async Task<Wire.Outcome> Execute(Wire.Order request, ServerCallContext context)
    {
        Demand(request.Incarnation);
        if (WireMapping.Operation(request.Operation) is not { } operation)
            throw Invalid($"operation: {request.Operation} is not known to this agent");
        if (request.Target is null || WireMapping.Target(request.Target) is not { } target)
            throw Invalid("target: absent or of a kind that is not known to this agent");
        if (request.TimeoutSeconds is < 1 or > TimeoutSecondsMax)
            throw Invalid($"timeout_seconds: {request.TimeoutSeconds} is not between 1 and {TimeoutSecondsMax}");
        if (OrderCheck.Complaint(target, operation, options.Label) is { } complaint)
            throw Invalid(complaint);
        var running = desk.ExecuteAsync(new Order(operation, target, TimeSpan.FromSeconds(request.TimeoutSeconds)));
        return WireMapping.Outcome(await running.WaitAsync(context.CancellationToken));
    }

    /// <inheritdoc/>
    public override async Task Watch(Wire.WatchRequest request, IServerStreamWriter<Wire.Report> responseStream, ServerCallContext context)
    {
        Demand(request.Incarnation);
        while (!context.CancellationToken.IsCancellationRequested)
        {
            var (status, changed) = board.Read();
            await responseStream.WriteAsync(WireMapping.Report(status), context.CancellationToken);
            await changed.WaitAsync(ReportEvery, time, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public override Task<Wire.Empty> Acknowledge(Wire.Acknowledgement request, ServerCallContext context)
    {
        Demand(request.Incarnation);
        faults.Acknowledge(request.FaultNumber);
        return Task.FromResult(new Wire.Empty());
    }

    private void Demand(Wire.Incarnation? incarnation)
    {
        var theirs = WireMapping.Incarnation(incarnation);
        if (OrderCheck.IsForMe(options.Incarnation, theirs, Rules.All))
            return;
        AgentLog.Refused(logger, theirs.ToString(), options.Incarnation.ToString());
        throw new RpcException(new Status(
            StatusCode.FailedPrecondition, $"this agent is incarnation {options.Incarnation} of {options.Label}; the call names {theirs}"));
    }

    private static RpcException Invalid(string message) => new(new Status(StatusCode.InvalidArgument, message));
}
