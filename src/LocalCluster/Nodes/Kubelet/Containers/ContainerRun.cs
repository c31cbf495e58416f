using System.Globalization;
using System.Text;
using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Logs;
using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;

/// <summary>One run of a container: its process, its log and its memory limit.</summary>
internal sealed class ContainerRun : IDisposable
{
    /// <summary>Exit code of a container that was killed by SIGKILL.</summary>
    private const int KilledCode = 137;

    /// <summary>Most of a log that becomes a message (<c>MaxContainerTerminationMessageLogLength</c>).</summary>
    private const int MessageBytesMax = 2048;

    /// <summary>Lines of a log that become a message (<c>MaxContainerTerminationMessageLogLines</c>).</summary>
    private const int MessageLinesMax = 80;

    /// <summary>How long after a container's end its output may still come in.</summary>
    private static readonly TimeSpan LastOutputLimit = TimeSpan.FromSeconds(1);

    private readonly MemoryGroup? group;
    private readonly ContainerLog log;
    private readonly Task<bool> watch;

    private ContainerRun(ChildProcess process, ContainerLog log, MemoryGroup? group, Task<bool> watch, DateTime started)
    {
        (Process, this.log, this.group, this.watch, Started) = (process, log, group, watch, started);
    }

    /// <summary>Its process.</summary>
    public ChildProcess Process { get; }

    /// <summary>When it was started.</summary>
    public DateTime Started { get; }

    /// <summary>Its environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Directories that stand for its mount paths.</summary>
    public required IReadOnlyDictionary<string, string> Mounts { get; init; }

    /// <summary>Stands for a container id.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"process://{Process.Identity.Pid}");

    /// <summary>Starts the container.</summary>
    /// <param name="context">What all workers share.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="number">How often it was started before.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="mounts">Directories that stand for its mount paths.</param>
    /// <exception cref="ContainerException">It cannot be started here.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The program may not be executed.</exception>
    public static ContainerRun Start(
        PodContext context, V1Pod pod, V1Container container, int number, Dictionary<string, string> environment, IReadOnlyDictionary<string, string> mounts)
    {
        var limit = container.Resources?.Limits is { } limits && limits.TryGetValue("memory", out var quantity) ? (long)quantity.ToDecimal() : 0;
        var name = string.Create(CultureInfo.InvariantCulture, $"{pod.Uid()}-{container.Name}-{number}");
        var group = limit > 0 ? MemoryGroup.TryCreate(context.Node, name, limit) : null;
        ContainerLog? log = null;
        try
        {
            var start = context.Starter.Of(container, environment, mounts, group);
            log = context.Logs.Begin(pod, container.Name, number);
            var started = context.Time.GetUtcNow().UtcDateTime;
            var process = ChildProcess.Start(start, log);
            group?.Enter(process.Identity.Pid);
            var watch = limit > 0 && group is null ? MemoryWatch.RunAsync(process, limit, context.Time) : Task.FromResult(false);
            return new ContainerRun(process, log, group, watch, started) { Environment = environment, Mounts = mounts };
        }
        catch
        {
            log?.Dispose();
            _ = group?.RemoveAsync(context.Time);
            throw;
        }
    }

    /// <summary>How it ended. Called after the end.</summary>
    /// <param name="exitCode">Exit code of the process.</param>
    /// <param name="policy"><c>terminationMessagePolicy</c>.</param>
    /// <param name="time">Clock.</param>
    public async Task<V1ContainerStateTerminated> DescribeAsync(int exitCode, string? policy, TimeProvider time)
    {
        var isOutOfMemory = group?.WasExceeded == true || await watch;
        var finished = time.GetUtcNow().UtcDateTime;
        _ = group?.RemoveAsync(time);
        _ = EndLogAsync(time);
        return new V1ContainerStateTerminated
        {
            ContainerID = Id,
            ExitCode = isOutOfMemory && exitCode == 0 ? KilledCode : exitCode,
            Reason = isOutOfMemory ? "OOMKilled" : exitCode == 0 ? "Completed" : "Error",
            Message = exitCode != 0 && policy == "FallbackToLogsOnError" ? await LastWordsAsync(time) : null,
            StartedAt = Started,
            FinishedAt = finished,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => Process.Dispose();

    /// <summary>The log ends with the container, also when a process that it left behind still holds its output.</summary>
    private async Task EndLogAsync(TimeProvider time)
    {
        using var limit = new CancellationTokenSource(LastOutputLimit, time);
        await Process.OutputEnded.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        log.Dispose();
    }

    private async Task<string?> LastWordsAsync(TimeProvider time)
    {
        using var text = new MemoryStream();
        await EndLogAsync(time);
        using var reader = new LogReader(new LogWish { TailLines = MessageLinesMax }, text);
        await reader.CopyAsync(log.Path, CancellationToken.None);
        var from = (int)Math.Max(0, text.Length - MessageBytesMax);
        return Encoding.UTF8.GetString(text.GetBuffer(), from, (int)text.Length - from);
    }
}
