namespace LustreSupervisor.Supervisor.Journal.Reading;

/// <summary>Keys of the actors in the journal: kind, slash, key of the entity (src/Actors).</summary>
internal static class EntityKey
{
    /// <summary>Kind of a server's actor.</summary>
    public const string Server = "server";

    /// <summary>Kind of a file system's actor.</summary>
    public const string Filesystem = "filesystem";

    /// <summary>Kind of a machine's actor.</summary>
    public const string Machine = "machine";

    private const char NamespaceEnd = '~';

    /// <summary>Key in the journal of an entity.</summary>
    public static string Of(string kind, string entityId) => $"{kind}/{entityId}";

    /// <summary>Whether the key is one of the topology; Akka keeps keys of its own in the journal.</summary>
    public static bool IsOurs(string persistenceId) => Split(persistenceId).Kind is Server or Filesystem or Machine;

    /// <summary>Kind and entity of a key; both empty when it is none of ours.</summary>
    public static (string Kind, string EntityId) Split(string persistenceId)
    {
        var slash = persistenceId.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? (persistenceId[..slash], persistenceId[(slash + 1)..]) : ("", "");
    }

    /// <summary>Namespace and name of an entity that has a namespace.</summary>
    public static (string Namespace, string Name) NameOf(string entityId)
    {
        var end = entityId.IndexOf(NamespaceEnd, StringComparison.Ordinal);
        return end < 0 ? ("", entityId) : (entityId[..end], entityId[(end + 1)..]);
    }

    /// <summary>The key as kind/namespace/name.</summary>
    public static string ForPeople(string persistenceId) => persistenceId.Replace(NamespaceEnd, '/');
}
