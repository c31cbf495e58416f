using System.Text.Json;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>Result of a workload, as <c>--report FILE</c> writes it. The order of the first six is part of the contract.</summary>
/// <param name="Acknowledged">Operations that servers acknowledged: creations, writes, closes.</param>
/// <param name="Verified">Those that were found as they must be at the end.</param>
/// <param name="Lost">Those that are not there, though no eviction took them back.</param>
/// <param name="Evictions">Times that a server evicted a client.</param>
/// <param name="DataLoss">Violations that the independent checker finds on the devices and that were not there before.</param>
/// <param name="Faults">Faults by kind.</param>
/// <param name="Ok">True when nothing is lost and everything was looked at.</param>
/// <param name="Replayed">Acknowledged operations that restarted servers had lost and that clients gave them again.</param>
/// <param name="Resent">Operations that clients sent again because a lost connection had left them without an answer.</param>
/// <param name="RevokedByEviction">Acknowledged operations that an eviction took back, and said so.</param>
/// <param name="Released">Quarantines that the run ended as a person would, once it had mended what it broke.</param>
/// <param name="PowerCycled">True when the power of all nodes was cut before the verification.</param>
/// <param name="Unverified">Acknowledged operations that could not be looked at.</param>
/// <param name="Refused">Operations that servers refused, such as on a full device; never acknowledged.</param>
/// <param name="Bytes">Bytes of acknowledged writes.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Seconds">How long clients wrote.</param>
/// <param name="Clients">Client processes.</param>
/// <param name="Blocked">How long operations stood still, by kind of fault.</param>
/// <param name="Detail">What went wrong first; null when nothing did.</param>
internal sealed record WorkloadReport(
    long Acknowledged,
    long Verified,
    long Lost,
    long Evictions,
    long DataLoss,
    IReadOnlyDictionary<string, int> Faults,
    bool Ok,
    long Replayed,
    long Resent,
    long RevokedByEviction,
    int Released,
    bool PowerCycled,
    long Unverified,
    long Refused,
    long Bytes,
    int Seed,
    int Seconds,
    int Clients,
    IReadOnlyDictionary<string, BlockedSummary> Blocked,
    string? Detail)
{
    /// <summary>Writes the report.</summary>
    /// <param name="path">File.</param>
    /// <remarks>Written in place, not moved into place: the path may be a pipe or a device.</remarks>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public void Write(string path)
    {
        try
        {
            File.WriteAllText(path, JsonSerializer.Serialize(this, StateJson.Options) + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"the report could not be written to {path}: {error.Message}", "choose another --report file", error);
        }
    }

    /// <summary>The result in one line.</summary>
    public string Verdict() => Ok
        ? $"nothing lost: {Verified} of {Acknowledged} acknowledged operations found as they were written"
            + (RevokedByEviction > 0 ? $", {RevokedByEviction} taken back by evictions" : "")
            + (Refused > 0 ? $"; {Refused} operations were refused, never acknowledged" : "")
        : $"FAILED: {Lost} lost, {DataLoss} violations on devices, {Acknowledged - Verified - Lost - RevokedByEviction} of {Acknowledged} not verified"
            + (Detail is null ? "" : $"; {Detail}");
}
