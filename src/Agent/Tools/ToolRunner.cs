using System.ComponentModel;
using System.Diagnostics;

namespace LustreSupervisor.Agent.Tools;

/// <summary>
/// Runs tools by argument vector, never through a shell, in bounded time and with bounded output.
/// </summary>
/// <param name="searchPath">Directories in which tools are looked for, joined by colons. The current directory is no part of it.</param>
/// <param name="incarnation">Given to every tool as <c>LUSTRE_INCARNATION</c>.</param>
/// <param name="time">Clock of the deadlines.</param>
internal sealed class ToolRunner(string searchPath, string incarnation, TimeProvider time)
{
    /// <summary>What is kept of each output: `lctl dl` of an MDS in a file system of 4000 OSTs prints 250 KB for each of its MDTs.</summary>
    public const int OutputBytesMax = 4 * 1024 * 1024;

    /// <summary>How long outputs may stay open after the exit, when a grandchild has inherited them.</summary>
    private static readonly TimeSpan OutputsLinger = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();

    private readonly Dictionary<string, Task> _killed = new(StringComparer.Ordinal);

    /// <summary>Runs a tool.</summary>
    /// <param name="tool">Name on PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="within">Its time.</param>
    /// <param name="mayKill">Whether it may be killed after its time: true only for tools that write nothing.</param>
    /// <param name="cancellationToken">Ends the waiting early, with the same care about killing.</param>
    /// <param name="keepEnd">Of an output that is too long, the last whole lines are kept and not the beginning: for logs.</param>
    public async Task<ToolResult> RunAsync(
        string tool, IEnumerable<string> arguments, TimeSpan within, bool mayKill, CancellationToken cancellationToken, bool keepEnd = false)
    {
        if (Find(tool) is not { } path)
            return NotStarted(tool, "not found on PATH");
        if (mayKill && IsStuck(tool))
            return new ToolResult(tool, ToolEnd.Killed, -1, "", "", Task.CompletedTask);
        Process? process;
        try
        {
            process = Process.Start(StartInfo(path, arguments));
        }
        catch (Win32Exception e)
        {
            return NotStarted(tool, e.Message);
        }
        if (process is null)
            return NotStarted(tool, "no process");
        process.StandardInput.Close();
        var run = ReadAsync(process, tool, keepEnd);
        try
        {
            return await run.WaitAsync(within, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            if (!mayKill)
                return new ToolResult(tool, ToolEnd.StillRunning, -1, "", "", run);
            Kill(process);
            lock (_gate)
                _killed[tool] = run;
            cancellationToken.ThrowIfCancellationRequested();
            return new ToolResult(tool, ToolEnd.Killed, -1, "", "", Task.CompletedTask);
        }
    }

    // A process in the kernel's uninterruptible sleep survives SIGKILL; more of its kind would fill the pod's memory, and the pod holds the mount.
    private bool IsStuck(string tool)
    {
        lock (_gate)
            return _killed.GetValueOrDefault(tool) is { IsCompleted: false };
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in this very moment.
        }
    }

    private ProcessStartInfo StartInfo(string path, IEnumerable<string> arguments)
    {
        // Standard input is a pipe of its own: the agent's may be its lifeline.
        var info = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        info.Environment["LUSTRE_INCARNATION"] = incarnation;
        info.Environment["LC_ALL"] = "C";
        return info;
    }

    private async Task<ToolResult> ReadAsync(Process process, string tool, bool keepEnd)
    {
        using (process)
        {
            var stdout = DrainAsync(process.StandardOutput.BaseStream, keepEnd);
            var stderr = DrainAsync(process.StandardError.BaseStream, keepEnd: false);
            await process.WaitForExitAsync(CancellationToken.None);
            try
            {
                await Task.WhenAll(stdout, stderr).WaitAsync(OutputsLinger, time);
            }
            catch (TimeoutException)
            {
                return new ToolResult(tool, ToolEnd.Unread, process.ExitCode, "", "it did not end", Task.CompletedTask);
            }
            var (text, whole) = await stdout;
            var (said, _) = await stderr;
            return whole
                ? new ToolResult(tool, ToolEnd.Exited, process.ExitCode, text, said, Task.CompletedTask)
                : new ToolResult(tool, ToolEnd.Unread, process.ExitCode, text, $"longer than {OutputBytesMax} bytes", Task.CompletedTask);
        }
    }

    /// <summary>Reads to the end and keeps a part: a child must never block on a full pipe.</summary>
    private static async Task<(string Text, bool Whole)> DrainAsync(Stream stream, bool keepEnd)
    {
        using var kept = new KeptOutput(OutputBytesMax, keepEnd);
        var buffer = new byte[4096];
        int count;
        while ((count = await stream.ReadAsync(buffer)) > 0)
            kept.Add(buffer.AsSpan(0, count));
        return (kept.ToString(), !kept.LostItsEnd);
    }

    private string? Find(string tool) =>
        searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Where(d => d.StartsWith('/'))
            .Select(d => Path.Combine(d, tool)).FirstOrDefault(File.Exists);

    private static ToolResult NotStarted(string tool, string why) => new(tool, ToolEnd.NotStarted, -1, "", why, Task.CompletedTask);
}
