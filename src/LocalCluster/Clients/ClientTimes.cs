namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>How patient a client is, in Lustre's own time scaled as the servers' delays are.</summary>
/// <param name="Factor">Factor for Lustre's delays.</param>
internal sealed record ClientTimes(double Factor)
{
    /// <summary>Pause after the first round of connects in vain; it doubles up to <see cref="ReconnectMax"/>.</summary>
    public static readonly TimeSpan ReconnectFirst = TimeSpan.FromMilliseconds(20);

    /// <summary>Longest pause between two rounds: a server that is back must not wait for its clients.</summary>
    public static readonly TimeSpan ReconnectMax = TimeSpan.FromMilliseconds(500);

    /// <summary>A server that does not answer a connect for so long is not there (<c>INITIAL_CONNECT_TIMEOUT</c>, 5 s).</summary>
    public TimeSpan Connect { get; } = Scale(5, Factor, TimeSpan.FromSeconds(1));

    /// <summary>A server that owes an answer and says nothing for so long is not there (<c>obd_timeout</c>, 100 s).</summary>
    public TimeSpan Silence { get; } = Scale(100, Factor, TimeSpan.FromSeconds(5));

    /// <summary>How long the end of a recovery is waited for on one connection: its soft window and then silence.</summary>
    public TimeSpan Recovery { get; } = Scale(250, Factor, TimeSpan.FromSeconds(10));

    /// <summary>
    /// Time between two pings: with transactions outstanding a client pings as often as servers commit (<c>PING_INTERVAL_SHORT</c> is 7 s).
    /// </summary>
    public TimeSpan Ping { get; } = Scale(7, Factor, TimeSpan.FromMilliseconds(250));

    private static TimeSpan Scale(double seconds, double factor, TimeSpan least)
    {
        var scaled = TimeSpan.FromSeconds(seconds) * factor;
        return scaled > least ? scaled : least;
    }
}
