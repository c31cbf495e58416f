using System.Diagnostics;
using System.Globalization;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.Supervisor.Local;

/// <summary>A hall of its own process, which outlives the command that started it.</summary>
internal static class DetachedHall
{
    /// <summary>Time between two looks at whether it is ready.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private const string ErrorPrefix = "error: ";

    /// <summary>Starts the hall and returns when the cluster is ready. A cancelled wait ends the hall again.</summary>
    /// <param name="options">Set-up of the cluster.</param>
    /// <param name="time">Clock.</param>
    /// <param name="stage">Told what the hall waits for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">The hall could not start the cluster.</exception>
    public static async Task<HallStatus> StartAsync(
        HallOptions options, TimeProvider time, Action<string> stage, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Describe(options)) ?? throw new StateException("The hall could not be started.");
        var complaint = ReadAsync(process.StandardError, stage);
        try
        {
            return await WaitAsync(process, complaint, options.Directory, time, cancellationToken);
        }
        catch (OperationCanceledException) when (ProcessIdentity.Of(process.Id) is { } identity)
        {
            // SIGTERM: it ends what it started before it ends itself.
            _ = identity.Send(Signal.Terminate);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    private static string[] Arguments(HallOptions options) =>
    [
        "internal", "hall",
        "--state-dir", options.Directory.Root,
        "--nodes", options.Nodes.Count.ToString(CultureInfo.InvariantCulture),
        "--port", options.ManagementPort.ToString(CultureInfo.InvariantCulture),
        "--delay-factor", options.DelayFactor.ToString(CultureInfo.InvariantCulture),
        .. options.AgentsOverTcp ? (string[])["--agents-over-tcp"] : [],
        .. options.WithSupervisor ? (string[])[] : ["--no-supervisor"],
    ];

    private static ProcessStartInfo Describe(HallOptions options) => new(options.Programs.Supervisor, Arguments(options))
    {
        // Nothing of the caller's is inherited: a shell that waits for our pipes must not wait for the hall.
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = options.Directory.Root,
    };

    private static async Task<HallStatus> WaitAsync(
        Process process, Task<string> complaint, StateDirectory directory, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (process.HasExited)
                throw new StateException(await complaint);
            using (var client = HallClient.For(directory))
            {
                if (client is not null && await client.TryStatusAsync(cancellationToken) is { Ready: true } status
                    && status.Processes.Any(found => found.Role == HallRole.Hall && found.Pid == process.Id))
                    return status;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Passes the hall's stages on, and returns its last word.</summary>
    private static async Task<string> ReadAsync(StreamReader output, Action<string> stage)
    {
        var last = "The hall ended without a word.";
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(ErrorPrefix, StringComparison.Ordinal))
                last = line[ErrorPrefix.Length..];
            else
                stage(line);
        }

        return last;
    }
}
