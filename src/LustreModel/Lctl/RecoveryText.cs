using System.Globalization;
using LustreSupervisor.LustreModel.Kernels;

namespace LustreSupervisor.LustreModel.Lctl;

/// <summary><c>recovery_status</c> in each of its forms (<c>lprocfs_status_server.c</c>), its misspelling included.</summary>
internal static class RecoveryText
{
    public static string Print(RecoveryState state, DateTimeOffset now) => state.At(now) switch
    {
        Inactive => "status: INACTIVE\n",
        WaitingForClients => "status: WAITING_FOR_CLIENTS\n",
        Recovering r => string.Create(CultureInfo.InvariantCulture, $"""
            status: RECOVERING
            recovery_start: {r.StartedAt.ToUnixTimeSeconds()}
            time_remaining: {(long)(r.EndsAt - now).TotalSeconds}
            connected_clients: {r.Connected}/{r.Known}
            req_replay_clients: {r.Replaying}
            lock_repay_clients: 0
            completed_clients: {r.Completed}
            evicted_clients: {r.Evicted}
            replayed_requests: {r.Replayed}
            queued_requests: {r.Queued}
            next_transno: {r.NextTransno}

            """),
        Complete c => string.Create(CultureInfo.InvariantCulture, $"""
            status: COMPLETE
            recovery_start: {c.StartedAt.ToUnixTimeSeconds()}
            recovery_duration: {(long)c.Duration.TotalSeconds}
            completed_clients: {c.Completed}/{c.Known}
            replayed_requests: {c.Replayed}
            last_transno: {c.LastTransno}
            VBR: ENABLED
            IR: ENABLED

            """),
        _ => "",
    };
}
