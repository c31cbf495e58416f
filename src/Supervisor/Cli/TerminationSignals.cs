using System.Runtime.InteropServices;

namespace LustreSupervisor.Supervisor.Cli;

/// <summary>
/// Turns the first SIGINT or SIGTERM into a cancellation, so that commands end in their own order; a second one ends the process at
/// once, because a person who asks twice means it.
/// </summary>
internal sealed class TerminationSignals : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource cancelled = new();
    private readonly PosixSignalRegistration[] registrations;
    private int exitCode;

    /// <summary>Listens from now on.</summary>
    public TerminationSignals() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => OnSignal(signal, ExitCodes.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => OnSignal(signal, ExitCodes.Terminated)),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => cancelled.Token;

    /// <summary>Exit code that the signal calls for; 0 before any.</summary>
    public int ExitCode
    {
        get
        {
            lock (gate)
                return exitCode;
        }
    }

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        cancelled.Dispose();
    }

    private void OnSignal(PosixSignalContext signal, int code)
    {
        lock (gate)
        {
            if (exitCode != 0)
                return;
            exitCode = code;
        }

        signal.Cancel = true;
        cancelled.Cancel();
    }
}
