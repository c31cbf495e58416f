using System.Text.Json;
using LustreSupervisor.Supervisor.Kubernetes.Client;

namespace LustreSupervisor.Supervisor.Kubernetes.Caching;

/// <summary>Applies the events of one watch to a view.</summary>
internal sealed class WatchEvents(InformerView view, string version)
{
    /// <summary>Version after the last event, from which a next watch goes on.</summary>
    public string Version { get; private set; } = version;

    /// <summary>Events applied.</summary>
    public int Count { get; private set; }

    /// <summary>Why only a new list helps, such as an ERROR event with 410 Gone; null while the watch can go on.</summary>
    public string? Error { get; private set; }

    /// <summary>The watch cannot go on from its version.</summary>
    public void Fail(string reason) => Error = reason;

    /// <summary>Applies one event; false when the watch is over.</summary>
    public async ValueTask<bool> HandleAsync(JsonElement change, CancellationToken cancellationToken)
    {
        var type = change.Text("type");
        if (change.At("object") is not { } item || type is not ("ADDED" or "MODIFIED" or "DELETED" or "BOOKMARK"))
        {
            Fail($"{type} {change.Number("object", "code")} {change.Text("object", "message")}");
            return false;
        }

        if (type is "ADDED" or "MODIFIED")
            await view.UpsertAsync(item, cancellationToken);
        else if (type == "DELETED")
            await view.RemoveAsync(item, cancellationToken);
        Version = item.Text("metadata", "resourceVersion");
        Count++;
        return true;
    }
}
