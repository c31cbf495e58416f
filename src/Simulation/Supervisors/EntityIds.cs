namespace LustreSupervisor.Simulation.Supervisors;

/// <summary>Persistence ids, as the actors have them.</summary>
internal static class EntityIds
{
    internal static string Server(string entityId) => "server/" + entityId;

    internal static string Filesystem(string key) => "filesystem/" + key;

    internal static string Machine(string systemUuid) => "machine/" + systemUuid;
}
