using System.Text.Json;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Clients;

/// <summary>What a line of a client is about.</summary>
public enum ClientLineKind
{
    /// <summary>The state of things, a few times a second.</summary>
    Progress,

    /// <summary>An operation took long: its server was away.</summary>
    Blocked,

    /// <summary>Nothing is written any more, and everything is answered.</summary>
    Stopped,

    /// <summary>All has been verified; the last line.</summary>
    Final,
}

/// <summary>A line of a client process on its standard output.</summary>
public sealed record ClientLine
{
    /// <summary>What it is about.</summary>
    public required ClientLineKind Kind { get; init; }

    /// <summary>Operations acknowledged so far.</summary>
    public long Acknowledged { get; init; }

    /// <summary>Bytes of the writes among them.</summary>
    public long Bytes { get; init; }

    /// <summary>Targets that serve this client now.</summary>
    public int Serving { get; init; }

    /// <summary>Targets of the file system.</summary>
    public int Targets { get; init; }

    /// <summary>Times that a target has evicted it.</summary>
    public int Evictions { get; init; }

    /// <summary>Operations that a restarted target was given once more and carried out.</summary>
    public long Replayed { get; init; }

    /// <summary>Operations that were sent again because a lost connection had left them without an answer.</summary>
    public long Resent { get; init; }

    /// <summary>Operations that a target refused, such as on a full device: never acknowledged.</summary>
    public long Refused { get; init; }

    /// <summary>The latest of those error numbers; 0 for none.</summary>
    public int LastError { get; init; }

    /// <summary>For a blocked operation: when it began, in milliseconds since 1970.</summary>
    public long StartedAt { get; init; }

    /// <summary>For a blocked operation: how long it took, in milliseconds.</summary>
    public long Milliseconds { get; init; }

    /// <summary>Acknowledged operations found as they must be.</summary>
    public long Verified { get; init; }

    /// <summary>Acknowledged operations that are not there, though nobody took them back.</summary>
    public long Lost { get; init; }

    /// <summary>Acknowledged operations that are not there because an eviction took them back, and said so.</summary>
    public long RevokedByEviction { get; init; }

    /// <summary>Acknowledged operations that could not be looked at.</summary>
    public long Unverified { get; init; }

    /// <summary>The first thing that is lost, for people.</summary>
    public string? Detail { get; init; }

    /// <summary>Writes the line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>Reads a line; null when it is none.</summary>
    public static ClientLine? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<ClientLine>(line, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static readonly JsonSerializerOptions Options = new(StateJson.Options) { WriteIndented = false };
}
