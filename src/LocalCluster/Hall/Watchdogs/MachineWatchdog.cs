using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Hall.Watchdogs;

/// <summary>
/// A machine's watchdog: hardware, and so of the machine room and of no process of the node. Works as Linux' <c>/dev/watchdog</c>: one holder
/// at a time; the first line, <c>timeout SECONDS</c>, arms it and is answered; every byte feeds it; a last <c>V</c> before the close disarms
/// it, any other close does not. On expiry the machine is reset.
/// </summary>
internal sealed class MachineWatchdog : IAsyncDisposable
{
    /// <summary>Longest first line.</summary>
    private const int LineBytesMax = 64;

    /// <summary>Longest time-out, as long as that of the common devices.</summary>
    private const int SecondsMax = 600;

    private readonly Lock gate = new();
    private readonly string node;
    private readonly string socket;
    private readonly Func<Task> reset;
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();
    private readonly Socket listener;
    private readonly ITimer timer;
    private Task serving = Task.CompletedTask;
    private TimeSpan timeout;
    private bool armed;

    /// <summary>A watchdog that listens there and is not armed.</summary>
    /// <param name="node">Node of the machine.</param>
    /// <param name="socket">Path of its socket.</param>
    /// <param name="reset">Resets the machine.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">The hall's log.</param>
    public MachineWatchdog(string node, string socket, Func<Task> reset, TimeProvider time, ILogger log)
    {
        (this.node, this.socket, this.reset, this.log) = (node, socket, reset, log);
        timer = time.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        File.Delete(socket);
        listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socket));
        listener.Listen();
        serving = ServeAsync(stopping.Token);
    }

    /// <summary>True while it counts down.</summary>
    public bool IsArmed
    {
        get
        {
            lock (gate)
                return armed;
        }
    }

    /// <summary>Without power, and after a reset, it is not armed.</summary>
    public void Disarm()
    {
        lock (gate)
        {
            armed = false;
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await timer.DisposeAsync();
        stopping.Dispose();
        File.Delete(socket);
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // The next holder waits in the queue until this one has gone, as open(2) would answer EBUSY.
            using var holder = await listener.AcceptAsync(cancellationToken);
            try
            {
                await HoldAsync(holder, cancellationToken);
            }
            catch (Exception error) when (error is SocketException or FormatException)
            {
                // A holder that dies closes nothing in order.
            }
        }
    }

    private async Task HoldAsync(Socket holder, CancellationToken cancellationToken)
    {
        var seconds = await TimeoutAsync(holder, cancellationToken);
        lock (gate)
            (timeout, armed) = (TimeSpan.FromSeconds(seconds), true);
        Feed();
        HallLog.WatchdogArmed(log, node, seconds);
        await holder.SendAsync("1"u8.ToArray(), cancellationToken);
        var buffer = new byte[LineBytesMax];
        var last = (byte)0;
        for (var count = await holder.ReceiveAsync(buffer, cancellationToken); count > 0; count = await holder.ReceiveAsync(buffer, cancellationToken))
        {
            last = buffer[count - 1];
            Feed();
        }

        if (last == (byte)'V')
            Disarm();
    }

    private static async Task<int> TimeoutAsync(Socket holder, CancellationToken cancellationToken)
    {
        var line = new byte[LineBytesMax];
        var count = 0;
        while (count < line.Length && (count == 0 || line[count - 1] != (byte)'\n'))
        {
            if (await holder.ReceiveAsync(line.AsMemory(count, 1), cancellationToken) == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            count++;
        }

        var words = Encoding.ASCII.GetString(line, 0, count).Trim().Split(' ');
        return words is ["timeout", var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= SecondsMax
            ? seconds
            : throw new FormatException("the first line is not 'timeout SECONDS'");
    }

    private void Feed()
    {
        lock (gate)
        {
            // Over is over: a feed that comes after the expiry feeds a machine that is being reset.
            if (armed)
                timer.Change(timeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void Expire()
    {
        lock (gate)
        {
            if (!armed)
                return;
            armed = false;
        }

        HallLog.WatchdogExpired(log, node);
        _ = reset();
    }
}
