namespace LustreSupervisor.Supervisor.Fencing.Exec;

/// <summary>
/// Asks the site's script once, at the start of a supervisor, whether its fence device can be reached: better now than in the night in which
/// it is needed. What it says goes to the log and changes nothing.
/// </summary>
/// <param name="agent">The agent.</param>
/// <param name="logger">Log.</param>
internal sealed partial class FenceAgentProbe(ExecFenceAgent agent, ILogger<FenceAgentProbe> logger)
{
    /// <summary>Asks.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await agent.MonitorAsync(cancellationToken) is { } wrong)
            Unreachable(wrong);
        else
            Reachable();
    }

    [LoggerMessage(3043, LogLevel.Information, "The fence device of exec can be reached")]
    private partial void Reachable();

    [LoggerMessage(3044, LogLevel.Warning, "The fence device of exec does not answer; machines could not be fenced by it now: {Reason}")]
    private partial void Unreachable(string reason);
}
