using System.Text.Json;
using System.Threading.Channels;
using LustreSupervisor.Supervisor.Kubernetes.Client;

namespace LustreSupervisor.Supervisor.Kubernetes.Caching;

/// <summary>What the consumer has been told: the keys it knows, and whether it may trust them.</summary>
internal sealed class InformerView(ChannelWriter<ObjectChange> writer)
{
    private HashSet<string> _known = [];
    private HashSet<string> _listed = [];
    private bool _stale;

    /// <summary>Key of an object: <c>namespace~name</c>, or its name alone in a cluster-scoped collection.</summary>
    public static string KeyOf(JsonElement item)
    {
        var name = item.Text("metadata", "name");
        var space = item.Text("metadata", "namespace");
        return space.Length == 0 ? name : $"{space}~{name}";
    }

    /// <summary>A list begins.</summary>
    public void BeginList() => _listed = [];

    /// <summary>Tells an object.</summary>
    public async ValueTask UpsertAsync(JsonElement item, CancellationToken cancellationToken)
    {
        var key = KeyOf(item);
        _known.Add(key);
        _listed.Add(key);
        await writer.WriteAsync(new ObjectChange.Upsert(key, item), cancellationToken);
    }

    /// <summary>Tells a removal.</summary>
    public async ValueTask RemoveAsync(JsonElement item, CancellationToken cancellationToken)
    {
        var key = KeyOf(item);
        if (_known.Remove(key))
            await writer.WriteAsync(new ObjectChange.Removed(key), cancellationToken);
    }

    /// <summary>A list ended: what it did not name vanished while nobody looked.</summary>
    public async ValueTask EndListAsync(CancellationToken cancellationToken)
    {
        foreach (var key in _known.Except(_listed))
            await writer.WriteAsync(new ObjectChange.Removed(key), cancellationToken);
        _known = _listed;
        _listed = [];
        _stale = false;
        await writer.WriteAsync(new ObjectChange.Synced(), cancellationToken);
    }

    /// <summary>Tells once that the view may be out of date.</summary>
    public async ValueTask StaleAsync(string reason, CancellationToken cancellationToken)
    {
        if (_stale)
            return;
        _stale = true;
        await writer.WriteAsync(new ObjectChange.Stale(reason), cancellationToken);
    }
}
