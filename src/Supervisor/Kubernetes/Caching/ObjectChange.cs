using System.Text.Json;

namespace LustreSupervisor.Supervisor.Kubernetes.Caching;

/// <summary>One step of the view of a collection.</summary>
internal abstract record ObjectChange
{
    /// <summary>The object now.</summary>
    public sealed record Upsert(string Key, JsonElement Object) : ObjectChange;

    /// <summary>The object is gone.</summary>
    public sealed record Removed(string Key) : ObjectChange;

    /// <summary>Everything that exists has been told.</summary>
    public sealed record Synced : ObjectChange;

    /// <summary>The view may be out of date.</summary>
    public sealed record Stale(string Reason) : ObjectChange;
}
