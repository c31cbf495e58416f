using System.Threading.Channels;
using LustreSupervisor.LocalCluster.Api.Store;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Api.Controllers;

/// <summary>Runs one controller: a pass at the start, after changes that concern it, and when it asked for one.</summary>
internal sealed partial class ControllerLoop(IController controller, TimeProvider clock, ILogger log)
{
    /// <summary>Longest wait for what is due: a pass too many costs nothing, and timers end at 49 days.</summary>
    private static readonly TimeSpan PatienceMax = TimeSpan.FromHours(1);

    /// <summary>How long a controller rests after a pass that failed: another writer was faster, or the disk is full.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Rest between two passes: a pass looks at thousands of objects in a millisecond or two, so that however fast they change a controller takes
    /// a small part of one core. The first change after a quiet time is not delayed.
    /// </summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    /// <summary>Wakes that came during a pass make one: a pass looks at everything.</summary>
    private readonly Channel<bool> wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the controller if the change concerns it.</summary>
    public void Follow(Change change)
    {
        if (controller.Concerns(change)) wakes.Writer.TryWrite(true);
    }

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var due = TryPass();
            await Task.Delay(Rest, clock, ct);
            await WaitAsync(due, ct);
        }
    }

    private TimeSpan? TryPass()
    {
        try
        {
            return controller.Pass();
        }
        catch (Exception e)
        {
            // Whatever it is, the next pass starts from the objects again.
            LogFailed(log, controller.Name, e);
            return RetryDelay;
        }
    }

    private async Task WaitAsync(TimeSpan? patience, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var timer = patience is { } limit
            ? clock.CreateTimer(_ => limited.Cancel(), null, limit < PatienceMax ? limit : PatienceMax, Timeout.InfiniteTimeSpan) : null;
        try
        {
            await wakes.Reader.ReadAsync(limited.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Its time has come.
        }
    }

    [LoggerMessage(EventId = 2110, Level = LogLevel.Warning, Message = "A pass of {Controller} failed and will be repeated")]
    private static partial void LogFailed(ILogger log, string controller, Exception error);
}
