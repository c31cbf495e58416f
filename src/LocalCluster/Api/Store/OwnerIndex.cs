namespace LustreSupervisor.LocalCluster.Api.Store;

/// <summary>Which objects live, by UID, and which name a UID among their owners. Guarded by the store's lock.</summary>
internal sealed class OwnerIndex
{
    private readonly Dictionary<string, ObjectKey> live = [];
    private readonly Dictionary<string, HashSet<ObjectKey>> dependants = [];

    public bool IsLive(string uid) => live.ContainsKey(uid);

    public ObjectKey? Find(string uid) => live.TryGetValue(uid, out var key) ? key : null;

    public ObjectKey[] DependantsOf(string uid) => dependants.TryGetValue(uid, out var keys) ? [.. keys] : [];

    public void Add(StoredObject added)
    {
        live[added.Uid] = added.Key;
        foreach (var owner in added.OwnerUids)
        {
            if (!dependants.TryGetValue(owner, out var keys)) dependants[owner] = keys = [];
            keys.Add(added.Key);
        }
    }

    public void Remove(StoredObject removed)
    {
        live.Remove(removed.Uid);
        foreach (var owner in removed.OwnerUids)
            if (dependants.TryGetValue(owner, out var keys) && keys.Remove(removed.Key) && keys.Count == 0) dependants.Remove(owner);
    }
}
