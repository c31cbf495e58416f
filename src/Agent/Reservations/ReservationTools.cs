using LustreSupervisor.Agent.Tools;
using LustreSupervisor.Topology.Agents.Reservations;

namespace LustreSupervisor.Agent.Reservations;

/// <summary>Runs <c>sg_persist</c> and <c>nvme</c>.</summary>
/// <param name="runner">Runs tools.</param>
/// <param name="time">Clock of the pauses.</param>
internal sealed class ReservationTools(ToolRunner runner, TimeProvider time)
{
    /// <summary>A command to a device that answers takes milliseconds; one to a path that is gone ends with the kernel's own time-out, 30 s.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(15);

    /// <summary>Each path has at most a few things to tell before it carries a command out.</summary>
    private const int TriesMax = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs a call, again where the device only had something to tell first; gives its output.</summary>
    /// <exception cref="ReservationFailedException">It failed.</exception>
    public async Task<string> RunAsync(ReservationCall call, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            // It writes nothing to the medium, and what became of it is read back: it may be killed.
            var result = await runner.RunAsync(call.Tool, call.Arguments, Within, mayKill: true, cancellationToken);
            if (result.Succeeded)
                return result.Stdout;
            var sg = call.Tool == SgPersist.Tool && result.End == ToolEnd.Exited;
            if (!sg || !SgPersist.MayRetry(result.Exit) || tries == TriesMax)
                throw new ReservationFailedException(sg && SgPersist.IsUnsupported(result.Exit), $"{call}: {result.Describe()}");
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
