using System.Diagnostics;
using LustreSupervisor.LocalCluster.Clients;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>A client in a process of its own. It dies with this process: its standard input ends.</summary>
internal sealed class ClientProcess : IDisposable
{
    private readonly Process process;
    private readonly Lock gate = new();
    private readonly Action<ClientLine> blocked;
    private readonly TaskCompletionSource<ClientLine> final = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClientLine last = new() { Kind = ClientLineKind.Progress };
    private long linesSeen;

    private ClientProcess(Process process, Action<ClientLine> blocked) => (this.process, this.blocked) = (process, blocked);

    /// <summary>Its newest state.</summary>
    public ClientLine Last
    {
        get
        {
            lock (gate)
                return last;
        }
    }

    /// <summary>Number of states that it has told.</summary>
    public long LinesSeen
    {
        get
        {
            lock (gate)
                return linesSeen;
        }
    }

    /// <summary>Completes when nothing is written any more.</summary>
    public Task Stopped => stopped.Task;

    /// <summary>Completes with the result of the verification.</summary>
    public Task<ClientLine> Final => final.Task;

    /// <summary>Starts a client.</summary>
    /// <param name="program">This program.</param>
    /// <param name="options">What the client is told.</param>
    /// <param name="directory">State directory of the cluster.</param>
    /// <param name="blocked">Told of operations that took long.</param>
    public static ClientProcess Start(string program, ClientOptions options, StateDirectory directory, Action<ClientLine> blocked)
    {
        var info = new ProcessStartInfo(program, ClientArguments.Of(options, directory))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        var client = new ClientProcess(
            Process.Start(info) ?? throw new StateException("A client process could not be started."), blocked);
        _ = client.ReadAsync();
        return client;
    }

    /// <summary>Gives an order.</summary>
    /// <param name="order">One of those that <see cref="ClientOptions"/> names.</param>
    public async Task OrderAsync(string order)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(order);
            await process.StandardInput.FlushAsync();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It is dead, which its tasks tell.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        var complaint = process.StandardError.ReadToEndAsync();
        try
        {
            while (await process.StandardOutput.ReadLineAsync() is { } text)
            {
                if (ClientLine.TryParse(text) is { } line)
                    Take(line);
            }
            var words = (await complaint).Trim().ReplaceLineEndings(" ");
            Fail($"a client ended before its time{(words.Length > 0 ? ": " + words : "")}");
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            Fail($"a client's output cannot be read: {error.Message}");
        }
    }

    private void Take(ClientLine line)
    {
        if (line.Kind == ClientLineKind.Blocked)
        {
            blocked(line);
            return;
        }
        lock (gate)
            (last, linesSeen) = (line, linesSeen + 1);
        if (line.Kind == ClientLineKind.Stopped)
            stopped.TrySetResult();
        if (line.Kind == ClientLineKind.Final)
            final.TrySetResult(line);
    }

    private void Fail(string message)
    {
        var failure = new WorkloadException(message);
        stopped.TrySetException(failure);
        final.TrySetException(failure);
    }
}
