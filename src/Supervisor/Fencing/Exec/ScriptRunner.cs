using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace LustreSupervisor.Supervisor.Fencing.Exec;

/// <summary>Runs a script without a shell, in bounded time and with bounded output. At its deadline it is killed with all that it started.</summary>
/// <param name="time">Clock of the deadlines.</param>
internal sealed class ScriptRunner(TimeProvider time)
{
    /// <summary>What is kept of each output, in characters: its last words say what went wrong.</summary>
    private const int KeptMax = 2000;

    /// <summary>How long outputs may stay open after the exit, when something that it started has inherited them.</summary>
    private static readonly TimeSpan OutputsLinger = TimeSpan.FromSeconds(2);

    /// <summary>Runs it.</summary>
    /// <param name="script">Absolute path.</param>
    /// <param name="input">What it reads on standard input.</param>
    /// <param name="within">Its time.</param>
    /// <param name="cancellationToken">Kills it early.</param>
    public async Task<ScriptRun> RunAsync(string script, string input, TimeSpan within, CancellationToken cancellationToken)
    {
        using var process = Start(script, out var why);
        if (process is null)
            return new ScriptRun(null, why);
        using var deadline = new CancellationTokenSource(within, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var outputs = Task.WhenAll(TailAsync(process.StandardOutput), TailAsync(process.StandardError));
        try
        {
            await FeedAsync(process, input, end.Token);
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            cancellationToken.ThrowIfCancellationRequested();
            return new ScriptRun(null, $"no answer within {within.TotalSeconds:0.#} s; it was killed");
        }

        return new ScriptRun(process.ExitCode, await SaidAsync(outputs));
    }

    private static Process? Start(string script, out string why)
    {
        // Nothing of the supervisor's environment but what finds programs: it may hold tokens.
        var info = new ProcessStartInfo(script)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/",
        };
        info.Environment.Clear();
        info.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        info.Environment["LC_ALL"] = "C";
        try
        {
            why = "not started: no process";
            return Process.Start(info);
        }
        catch (Win32Exception e)
        {
            why = $"not started: {e.Message}";
            return null;
        }
    }

    private static async Task FeedAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code says more.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in this very moment, or sits in the kernel: its answer is not waited for any more either way.
        }
    }

    private async Task<string> SaidAsync(Task<string[]> outputs)
    {
        try
        {
            var texts = await outputs.WaitAsync(OutputsLinger, time);
            return string.Join("; ", texts.Reverse().Select(t => t.Trim().ReplaceLineEndings("; ")).Where(t => t.Length > 0));
        }
        catch (TimeoutException)
        {
            return "its outputs stayed open";
        }
    }

    /// <summary>Reads to the end and keeps the last of it: a child must never block on a full pipe.</summary>
    private static async Task<string> TailAsync(StreamReader reader)
    {
        var kept = new StringBuilder();
        var buffer = new char[1024];
        int count;
        while ((count = await reader.ReadAsync(buffer)) > 0)
        {
            kept.Append(buffer, 0, count);
            if (kept.Length > KeptMax)
                kept.Remove(0, kept.Length - KeptMax);
        }

        return kept.ToString();
    }
}
