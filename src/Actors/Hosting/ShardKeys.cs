using Akka.Cluster.Sharding;

namespace LustreSupervisor.Actors.Hosting;

/// <summary>Message to a sharded actor with its key.</summary>
/// <param name="EntityId">Key of the actor.</param>
/// <param name="Message">The message itself.</param>
public sealed record Envelope(string EntityId, object Message);

/// <summary>Names of the shard regions and how keys map to shards. Fixed for ever: remembered entities depend on it.</summary>
public static class ShardKeys
{
    /// <summary>Region of the servers.</summary>
    public const string Servers = "server";

    /// <summary>Region of the file systems.</summary>
    public const string Filesystems = "filesystem";

    /// <summary>Region of the machines.</summary>
    public const string Machines = "machine";

    /// <summary>Shards of each region: about ten for each of a handful of members, and fixed for ever.</summary>
    public const int ShardCount = 60;

    /// <summary>Role of the members that host the actors.</summary>
    public const string Role = "supervisor";

    /// <summary>Takes the key out of the envelope.</summary>
    public static IMessageExtractor Extractor() => HashCodeMessageExtractor.Create(
        ShardCount,
        message => message is Envelope e ? e.EntityId : null!,
        message => message is Envelope e ? e.Message : message);
}
