using System.ComponentModel;
using System.Diagnostics;

namespace LustreSupervisor.LocalCluster.Processes;

/// <summary>How to start a child.</summary>
/// <param name="Program">Path of the program.</param>
/// <param name="Arguments">Argument vector without the program's own name; never seen by a shell.</param>
/// <param name="Environment">The whole environment of the child.</param>
/// <param name="WorkingDirectory">Where it starts.</param>
/// <param name="LogPath">File that its output is appended to.</param>
public sealed record ChildStart(
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    string LogPath);

/// <summary>A child that dies with this process: it gets a lifeline on its standard input, its output goes to a log.</summary>
public sealed class ChildProcess : IDisposable
{
    private const int PumpBufferBytes = 8192;
    private readonly Process process;
    private readonly TaskCompletionSource<int> exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process) => this.process = process;

    /// <summary>The process, also after its end.</summary>
    public ProcessIdentity Identity { get; private set; } = new(0, 0);

    /// <summary>Completes at the process's end with its exit code; death by signal N reads 128 + N, as a shell says it.</summary>
    public Task<int> Exit => exit.Task;

    /// <summary>Completes when both output streams have ended and their last bytes are handed over.</summary>
    public Task OutputEnded { get; private set; } = Task.CompletedTask;

    /// <summary>Starts the child.</summary>
    /// <param name="start">What to start.</param>
    /// <param name="output">Takes what it writes, and is disposed at the end; null for the log that <paramref name="start"/> names.</param>
    /// <exception cref="Win32Exception">The program is missing or may not be executed; <paramref name="output"/> is not touched.</exception>
    public static ChildProcess Start(ChildStart start, IProcessOutput? output = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        var child = new ChildProcess(new Process { StartInfo = Describe(start), EnableRaisingEvents = true });
        // Signalled from the thread that handles SIGCHLD: a death is known at once, nobody polls.
        child.process.Exited += (_, _) => child.exit.TrySetResult(child.process.ExitCode);
        child.process.Start();
        // A child that is dead already is still a zombie or unknown here: then no later process can be mistaken for it.
        child.Identity = ProcessIdentity.Of(child.process.Id) ?? new ProcessIdentity(child.process.Id, -1);
        child.OutputEnded = PumpAllAsync(child.process, output ?? new LogFile(start.LogPath));
        return child;
    }

    /// <summary>Sends a signal; false when the process is gone.</summary>
    /// <param name="signal">Signal to send.</param>
    public bool Send(Signal signal) => !exit.Task.IsCompleted && Identity.Send(signal);

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();

    private static ProcessStartInfo Describe(ChildStart start)
    {
        var info = new ProcessStartInfo(start.Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = start.WorkingDirectory,
        };
        foreach (var argument in start.Arguments)
            info.ArgumentList.Add(argument);
        info.Environment.Clear();
        foreach (var (name, value) in start.Environment)
            info.Environment[name] = value;
        info.Environment[Lifeline.Variable] = Lifeline.StandardInput;
        return info;
    }

    private static async Task PumpAllAsync(Process process, IProcessOutput output)
    {
        using (output)
        {
            await Task.WhenAll(
                PumpAsync(process.StandardOutput.BaseStream, isError: false, output),
                PumpAsync(process.StandardError.BaseStream, isError: true, output));
        }
    }

    private static async Task PumpAsync(Stream from, bool isError, IProcessOutput output)
    {
        var buffer = new byte[PumpBufferBytes];
        try
        {
            for (var count = await from.ReadAsync(buffer); count > 0; count = await from.ReadAsync(buffer))
                output.Write(isError, buffer.AsSpan(0, count));
        }
        catch (IOException)
        {
            // The pipe broke with its writer: the log is complete.
        }
        catch (ObjectDisposedException)
        {
            // The child was let go; what it still writes belongs to nobody.
        }
    }
}
