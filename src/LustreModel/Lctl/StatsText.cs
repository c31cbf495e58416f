using System.Globalization;
using System.Text;
using LustreSupervisor.LustreModel.Data;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary>Counters of a target as the kernel prints them (<c>lprocfs_status.c</c>): what never happened is left out.</summary>
internal static class StatsText
{
    /// <summary><c>obdfilter.*.stats</c>.</summary>
    public static string Ost(ServiceCounters counters, DateTimeOffset startedAt, DateTimeOffset now)
    {
        var text = Head(startedAt, now);
        Bytes(text, "read_bytes", counters.Reads, counters.ReadBytes);
        Bytes(text, "write_bytes", counters.Writes, counters.WriteBytes);
        Requests(text, "ping", counters.Pings);
        return text.ToString();
    }

    /// <summary><c>mdt.*.md_stats</c>.</summary>
    public static string Mdt(ServiceCounters counters, DateTimeOffset startedAt, DateTimeOffset now)
    {
        var text = Head(startedAt, now);
        Requests(text, "open", counters.Creates);
        Requests(text, "close", counters.Closes);
        Requests(text, "getattr", counters.LookUps);
        return text.ToString();
    }

    private static StringBuilder Head(DateTimeOffset startedAt, DateTimeOffset now) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"{"snapshot_time",-25} {Seconds(now - DateTimeOffset.UnixEpoch)} secs.nsecs\n")
        .Append(CultureInfo.InvariantCulture, $"{"start_time",-25} {Seconds(startedAt - DateTimeOffset.UnixEpoch)} secs.nsecs\n")
        .Append(CultureInfo.InvariantCulture, $"{"elapsed_time",-25} {Seconds(now - startedAt)} secs.nsecs\n");

    private static string Seconds(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture, $"{time.Ticks / TimeSpan.TicksPerSecond}.{time.Ticks % TimeSpan.TicksPerSecond * 100:000000000}");

    // The model keeps sums only: every transfer counts as one of the mean size.
    private static void Bytes(StringBuilder text, string name, long samples, long sum)
    {
        if (samples == 0)
            return;
        var mean = sum / samples;
        text.Append(CultureInfo.InvariantCulture, $"{name,-25} {samples} samples [bytes] {mean} {mean} {sum} {(decimal)mean * mean * samples:0}\n");
    }

    private static void Requests(StringBuilder text, string name, long samples)
    {
        if (samples > 0)
            text.Append(CultureInfo.InvariantCulture, $"{name,-25} {samples} samples [reqs]\n");
    }
}
