using System.Collections.Immutable;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Topology.Machines.Fencing;

namespace LustreSupervisor.Supervisor.Fencing.Exec;

/// <summary>
/// Runs a site's fence script as Pacemaker runs its <c>fence_*</c> agents. The script's word that it switched a machine off is not enough:
/// only a <c>status</c> of off, asked afterwards, confirms it.
/// </summary>
/// <param name="settings">The script and what it is told.</param>
/// <param name="time">Clock.</param>
public sealed class ExecFenceAgent(ExecFenceSettings settings, TimeProvider time) : IFenceAgent
{
    /// <summary>Name in <c>spec.healing.fencing</c>.</summary>
    public const string AgentName = "exec";

    private readonly ScriptRunner _runner = new(time);

    /// <inheritdoc/>
    public string Name => AgentName;

    /// <inheritdoc/>
    public async Task<FenceConfirmation> FenceAsync(FenceOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var node = NodeOf(order);
        var options = await OptionSecrets.ReadAsync(settings.Options.SetItems(node.Options), cancellationToken);
        var off = await RunAsync(FenceAction.Off, order, node.Plug, options, cancellationToken);
        if (off.Exit is not { } done || !FenceExit.ClaimsOff(done))
            throw Failed(FenceAction.Off, off, options);
        var status = await RunAsync(FenceAction.Status, order, node.Plug, options, cancellationToken);
        return status.Exit is { } seen && FenceExit.ConfirmsOff(seen)
            ? new FenceConfirmation(Name, $"{settings.Script}: off of {Subject(order, node)} succeeded, status says off")
            : throw Failed(FenceAction.Status, status, options);
    }

    /// <summary>Asks the script whether its fence device can be reached. For logs and people; nothing is concluded from it.</summary>
    /// <param name="cancellationToken">Kills the script.</param>
    /// <returns>Null when it can, else what is wrong.</returns>
    public async Task<string?> MonitorAsync(CancellationToken cancellationToken)
    {
        try
        {
            var options = await OptionSecrets.ReadAsync(settings.Options, cancellationToken);
            var input = new FenceInput(FenceAction.Monitor, "", "", null, options.Values);
            var run = await _runner.RunAsync(settings.Script, input.Text, settings.Timeout, cancellationToken);
            return run.Exit is { } exit && FenceExit.IsReachable(exit) ? null : Failed(FenceAction.Monitor, run, options).Message;
        }
        catch (FenceFailedException e)
        {
            return e.Message;
        }
    }

    private ExecFenceNode NodeOf(FenceOrder order)
    {
        // The machine's own identity goes first: a node's name may have passed to another machine.
        if (settings.Nodes.TryGetValue(order.SystemUuid, out var node))
            return node;
        if (!order.NodeIsMachine)
            throw new FenceFailedException(
                $"{order.NodeName} does not report machine {order.SystemUuid} now, so its name is no way to find it; name its plug by the machine's UUID in the file of --fence-exec");
        if (settings.Nodes.TryGetValue(order.NodeName, out node))
            return node;
        return settings.Nodes.IsEmpty
            ? new ExecFenceNode(null, ImmutableSortedDictionary<string, string>.Empty)
            : throw new FenceFailedException(
                $"nodes: no entry for machine {order.SystemUuid} or node {order.NodeName}; name its plug in the file of --fence-exec");
    }

    private Task<ScriptRun> RunAsync(
        FenceAction action, FenceOrder order, string? plug, OptionSecrets options, CancellationToken cancellationToken)
    {
        // It may have been exchanged since the start of the supervisor.
        if (FileTrust.ScriptComplaint(settings.Script) is { } complaint)
            throw new FenceFailedException(complaint);
        var input = new FenceInput(action, order.NodeName, order.SystemUuid, plug, options.Values);
        return _runner.RunAsync(settings.Script, input.Text, settings.Timeout, cancellationToken);
    }

    private FenceFailedException Failed(FenceAction action, ScriptRun run, OptionSecrets options)
    {
        var end = run.Exit is { } exit ? FenceExit.Describe(action, exit) : "";
        var said = options.Redact(run.Said);
        return new FenceFailedException(
            $"{settings.Script} {FenceInput.NameOf(action)}: {string.Join(": ", new[] { end, said }.Where(t => t.Length > 0))}");
    }

    private static string Subject(FenceOrder order, ExecFenceNode node) =>
        node.Plug is { } plug ? $"plug {plug} ({order.NodeName})" : order.NodeName;
}
