using LustreSupervisor.Agent.Node.Watchdogs;
using LustreSupervisor.Topology.Agents.Grants;

namespace LustreSupervisor.Agent.Node;

/// <summary>
/// Arms the watchdog once a majority grants time, feeds it only while one does, and disarms it only when nothing is in force any more. To
/// open the device feeds it, so that is done under the same condition: an agent that dies again and again must not keep a cut-off node alive.
/// </summary>
internal sealed class WatchdogLoop(
    SelfFenceKeeper keeper, SelfFenceState state, IWatchdog watchdog, MonotonicClock clock, TimeProvider time, ILogger<WatchdogLoop> logger)
{
    private bool _open;
    private bool _starved;
    private string _failure = "";

    /// <summary>Runs until cancelled. What is armed then stays armed: the next life of the agent takes it up, or the node is reset.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(GrantTimes.FeedEvery, time);
        do
        {
            Turn();
        }
        while (await NextAsync(timer, cancellationToken));
    }

    /// <summary>Disarms if nothing is in force; for the end of the agent.</summary>
    /// <returns>False when the watchdog runs on.</returns>
    public bool TryDisarm()
    {
        if (_open && keeper.InForce.IsEmpty)
            Disarm();
        return !_open;
    }

    private void Turn()
    {
        try
        {
            keeper.Adopt(clock.Now);
            Act();
            _failure = "";
        }
        catch (IOException e)
        {
            if (_failure != e.Message)
                NodeAgentLog.WatchdogFails(logger, e.Message);
            _failure = e.Message;
        }

        Show();
    }

    private void Act()
    {
        if (keeper.InForce.IsEmpty)
        {
            if (_open)
                Disarm();
        }
        else if (!keeper.MayFeed(clock.Now))
        {
            if (_open && !_starved)
                NodeAgentLog.Starves(logger, string.Join(", ", keeper.Silent(clock.Now)), GrantTimes.WatchdogTimeout.TotalSeconds);
            _starved = _open;
        }
        else if (_open)
        {
            watchdog.Feed();
            _starved = false;
        }
        else
        {
            watchdog.Arm();
            _open = true;
            keeper.SetArmed(true);
            NodeAgentLog.Armed(logger, GrantTimes.WatchdogTimeout.TotalSeconds);
        }
    }

    private void Disarm()
    {
        watchdog.Disarm();
        _open = false;
        keeper.SetArmed(false);
        NodeAgentLog.Disarmed(logger);
    }

    private void Show()
    {
        var sets = keeper.InForce;
        var now = clock.Now;
        var mayFeed = keeper.MayFeed(now);
        state.Write(sets.IsEmpty && keeper.Proposed.IsEmpty ? SelfFenceLook.Off : new SelfFenceLook(_open, mayFeed, sets, Reason(mayFeed, now)));
    }

    private string Reason(bool mayFeed, TimeSpan now) =>
        _failure.Length > 0 ? _failure
        : mayFeed ? ""
        : $"no majority grants time: {string.Join(", ", keeper.Silent(now))} did not answer";

    private static async ValueTask<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
