namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>
/// A client process: mounts, writes until it reads <see cref="ClientOptions.Stop"/>, verifies when it reads
/// <see cref="ClientOptions.Verify"/>, says so on its output, and unmounts. It does not outlive its standard input.
/// </summary>
public static class LustreClient
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs the client to its last line.</summary>
    /// <param name="options">What it is to do.</param>
    /// <param name="socketOfNid">Socket of the node that owns a NID; null when no node has it.</param>
    /// <param name="delayFactor">Factor for Lustre's own delays.</param>
    /// <param name="input">Orders.</param>
    /// <param name="output">Lines of JSON.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends it without verification.</param>
    public static async Task RunAsync(
        ClientOptions options, Func<string, string?> socketOfNid, double delayFactor, TextReader input, TextWriter output, TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new ClientIdentity(
            Guid.NewGuid().ToString(), ClientOptions.NidOf(options.Index), socketOfNid, new ClientTimes(delayFactor), time);
        var say = Sayer(output);
        var statistics = new ClientStatistics(time, say);
        var ledger = new FileLedger();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(gone.Token);
        var verify = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = ObeyAsync(input, stop, verify, gone);
        await using var mount = await LustreMount.MountAsync(client, options.MgsNids, options.FsName, ledger, gone.Token);
        ledger.OstOf = mount.OstOf;
        using var finished = CancellationTokenSource.CreateLinkedTokenSource(gone.Token);
        var progress = TellAsync(() => say(State(ClientLineKind.Progress)), time, finished.Token);
        await new ClientWriter(mount, client, options, ledger, statistics).RunAsync(stop.Token, gone.Token);
        say(State(ClientLineKind.Stopped));
        await verify.Task.WaitAsync(gone.Token);
        var final = await new ClientVerifier(mount, options).RunAsync(ledger.Files, State(ClientLineKind.Final), gone.Token);
        await mount.LeaveAsync(gone.Token);
        await finished.CancelAsync();
        await progress;
        say(final with { Evictions = ledger.Evictions, Replayed = mount.Replayed, Resent = mount.Resent });

        ClientLine State(ClientLineKind kind) => statistics.Line(kind) with
        {
            Serving = mount.Serving, Targets = mount.Targets, Evictions = ledger.Evictions,
            Replayed = mount.Replayed, Resent = mount.Resent,
        };
    }

    private static Action<ClientLine> Sayer(TextWriter output)
    {
        var gate = new Lock();
        return line =>
        {
            lock (gate)
            {
                output.WriteLine(line.ToJson());
                output.Flush();
            }
        };
    }

    private static async Task ObeyAsync(
        TextReader input, CancellationTokenSource stop, TaskCompletionSource verify, CancellationTokenSource gone)
    {
        try
        {
            while (await input.ReadLineAsync(gone.Token) is { } order)
            {
                if (order == ClientOptions.Stop)
                    await stop.CancelAsync();
                else if (order == ClientOptions.Verify)
                    verify.TrySetResult();
            }
            await gone.CancelAsync();
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The client has ended.
        }
    }

    private static async Task TellAsync(Action tell, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(ProgressInterval, time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
                tell();
        }
        catch (OperationCanceledException)
        {
            // The client has said all it had to say.
        }
    }
}
