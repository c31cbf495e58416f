using System.ComponentModel;
using System.Text;
using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Probes;
using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>Runs commands inside a container that runs: for probes and hooks.</summary>
/// <param name="starter">Turns commands into processes.</param>
internal sealed class ContainerExec(ContainerStart starter)
{
    /// <summary>Three weeks: timers end at 49 days.</summary>
    private const long SleepSecondsMax = 21L * 24 * 3600;

    /// <summary>Runs a command to its end.</summary>
    /// <param name="run">The container.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Its time is over; it is killed then.</param>
    public async Task<ProbeResult> RunAsync(ContainerRun run, IList<string> command, CancellationToken cancellationToken)
    {
        using var output = new Capture();
        ChildProcess process;
        try
        {
            process = ChildProcess.Start(starter.Exec(command, run.Environment, run.Mounts, run.Process.Identity.Pid), output);
        }
        catch (Exception error) when (error is ContainerException or Win32Exception)
        {
            return ProbeResult.Failed(error.Message);
        }

        using (process)
        {
            try
            {
                var exit = await process.Exit.WaitAsync(cancellationToken);
                await process.OutputEnded.WaitAsync(cancellationToken);
                return exit == 0 ? ProbeResult.Good(output.Text) : ProbeResult.Failed(output.Text);
            }
            catch (OperationCanceledException)
            {
                _ = process.Send(Signal.Kill);
                return ProbeResult.Failed($"command timed out: \"{string.Join(' ', command)}\" timed out");
            }
        }
    }

    /// <summary>Runs a hook.</summary>
    /// <param name="run">The container.</param>
    /// <param name="container">The container as declared.</param>
    /// <param name="hook">The hook.</param>
    /// <param name="address">The pod's address.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Its time is over.</param>
    public async Task<ProbeResult> HookAsync(
        ContainerRun run, V1Container container, V1LifecycleHandler hook, string address, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            if (hook.Sleep is { } sleep)
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(sleep.Seconds, SleepSecondsMax)), time, cancellationToken);
            return hook switch
            {
                { Exec.Command: { } command } => await RunAsync(run, command, cancellationToken),
                { HttpGet: { } action } => await HttpCheck.AskAsync(action, container, address, cancellationToken),
                _ => ProbeResult.Good(),
            };
        }
        catch (OperationCanceledException)
        {
            return ProbeResult.Failed("the hook did not complete in time");
        }
        catch (FormatException error)
        {
            return ProbeResult.Failed(error.Message);
        }
    }

    /// <summary>Keeps the beginning of what a command says.</summary>
    private sealed class Capture : IProcessOutput
    {
        private readonly Lock gate = new();
        private readonly MemoryStream kept = new();

        public string Text
        {
            get
            {
                lock (gate)
                    return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
            }
        }

        public void Write(bool isError, ReadOnlySpan<byte> bytes)
        {
            lock (gate)
                kept.Write(bytes[..Math.Min(bytes.Length, ProbeResult.OutputCharsMax - (int)kept.Length)]);
        }

        public void Dispose()
        {
            // What was kept is still read.
        }
    }
}
