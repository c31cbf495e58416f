namespace LustreSupervisor.LustreModel.Data;

/// <summary>How long a target waits for its clients after a restart.</summary>
/// <param name="Soft">From the first client's return: then whoever is missing is evicted (<c>recovery_time_soft</c>, shrunk by imperative recovery).</param>
/// <param name="Hard">From the first client's return: then whoever has not finished is evicted (<c>recovery_time_hard</c>).</param>
/// <param name="Extension">
/// A client that returns or replays is given at least this long, up to the hard limit: twice the time to try two servers
/// (2 × (5 + 50 + 5) s, <c>tgt_mount.c</c>).
/// </param>
public sealed record ServiceWindows(TimeSpan Soft, TimeSpan Hard, TimeSpan Extension)
{
    private const long SoftUsual = 300;
    private const long HardUsual = 900;
    private static readonly TimeSpan ExtensionUnscaled = TimeSpan.FromSeconds(120);

    /// <summary>Lustre's windows, scaled as its other delays are.</summary>
    public static ServiceWindows Scaled(double factor) => Scaled(factor, SoftUsual, HardUsual);

    /// <summary>The windows of a target, scaled as Lustre's other delays are.</summary>
    /// <param name="factor">Factor.</param>
    /// <param name="softSeconds">Its <c>recovery_time_soft</c>, which imperative recovery halves (<c>ir_factor</c> 5 of 10), to 120 s at least.</param>
    /// <param name="hardSeconds">Its <c>recovery_time_hard</c>.</param>
    public static ServiceWindows Scaled(double factor, long softSeconds, long hardSeconds)
    {
        var soft = TimeSpan.FromSeconds(Math.Max(ExtensionUnscaled.TotalSeconds, softSeconds / 2.0));
        var hard = TimeSpan.FromSeconds(hardSeconds);
        return new ServiceWindows((soft < hard ? soft : hard) * factor, hard * factor, ExtensionUnscaled * factor);
    }
}
