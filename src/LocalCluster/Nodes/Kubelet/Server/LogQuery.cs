using System.Globalization;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Logs;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Server;

/// <summary>What a request for a log asks for. The API server has checked it; here it is only read.</summary>
internal static class LogQuery
{
    /// <summary>Reads the query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="now">Time, from which <c>sinceSeconds</c> count.</param>
    public static LogWish Read(IQueryCollection query, DateTimeOffset now) => new()
    {
        Follow = Flag(query, "follow"),
        Previous = Flag(query, "previous"),
        Timestamps = Flag(query, "timestamps"),
        TailLines = Number(query, "tailLines"),
        LimitBytes = Number(query, "limitBytes"),
        Since = Number(query, "sinceSeconds") is { } seconds ? now.AddSeconds(-seconds)
            : DateTimeOffset.TryParse(query["sinceTime"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
    };

    private static bool Flag(IQueryCollection query, string name) => query[name].ToString() is "true" or "1";

    private static long? Number(IQueryCollection query, string name) =>
        long.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
