using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Journal.Reading;

/// <summary>Finds the actors whose decisions a person asks for.</summary>
/// <param name="reader">The journal.</param>
internal sealed class JournalScope(JournalReader reader)
{
    private const string Declared = "srv.declared.v1";
    private const int NamesShownMax = 10;

    /// <summary>The actors; null when nothing narrows the choice.</summary>
    /// <param name="space">Namespace; null for any.</param>
    /// <param name="filesystem">Name of a file system: itself, its servers and the machines that they may run on. Null for any.</param>
    /// <param name="target">Name or label of a target; null for any.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="UserErrorException">The journal knows none.</exception>
    public async Task<IReadOnlySet<string>?> FindAsync(string? space, string? filesystem, string? target, CancellationToken cancellationToken)
    {
        if (space is null && filesystem is null && target is null)
            return null;
        var servers = await ServersAsync(cancellationToken);
        var chosen = servers
            .Where(s => space is null || s.Target.Namespace == space)
            .Where(s => filesystem is null || s.Target.Filesystem == filesystem)
            .Where(s => target is null || IsNamed(s.Target, target))
            .ToList();
        var found = chosen.Select(s => EntityKey.Of(EntityKey.Server, s.Target.EntityId)).ToHashSet(StringComparer.Ordinal);
        if (target is null)
        {
            // A file system that was refused from the start has no servers.
            found.UnionWith(reader.PersistenceIds().Where(id => IsFilesystem(id, space, filesystem)));
            found.UnionWith(chosen.SelectMany(s => s.ServiceNodes).Select(n => EntityKey.Of(EntityKey.Machine, n.SystemUuid)));
        }

        return found.Count > 0 ? found : throw Unknown(space, filesystem, target, servers);
    }

    private static bool IsFilesystem(string persistenceId, string? space, string? filesystem)
    {
        var (kind, entity) = EntityKey.Split(persistenceId);
        var (itsSpace, itsName) = EntityKey.NameOf(entity);
        return kind == EntityKey.Filesystem && (space is null || space == itsSpace) && (filesystem is null || filesystem == itsName);
    }

    private static bool IsNamed(TargetId target, string name) =>
        name == target.ObjectName || string.Equals(name, target.Label, StringComparison.OrdinalIgnoreCase);

    private async Task<List<ServerSpec>> ServersAsync(CancellationToken cancellationToken)
    {
        var servers = new List<ServerSpec>();
        await foreach (var entry in reader.ReadManifestAsync(Declared, cancellationToken))
            servers.Add(((ServerDeclared)entry.Event).Spec);
        return servers;
    }

    private UserErrorException Unknown(string? space, string? filesystem, string? target, List<ServerSpec> servers)
    {
        string[] asked = [target is null ? "" : $"target '{target}'", filesystem is null ? "" : $"file system '{filesystem}'", space is null ? "" : $"namespace '{space}'"];
        var known = servers
            .Select(s => target is null ? $"{s.Target.Namespace}/{s.Target.Filesystem}" : s.Target.ToString())
            .Distinct().Order(StringComparer.Ordinal).ToList();
        var shown = string.Join(", ", known.Take(NamesShownMax)) + (known.Count > NamesShownMax ? ", ..." : "");
        return new UserErrorException(
            $"journal {reader.Path} knows no {string.Join(" of ", asked.Where(a => a.Length > 0))}",
            known.Count == 0 ? "no server was declared yet" : $"it knows {shown}");
    }
}
