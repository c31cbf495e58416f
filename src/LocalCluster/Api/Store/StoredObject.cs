using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Selectors;

namespace LustreSupervisor.LocalCluster.Api.Store;

/// <summary>
/// One immutable version of an object: the bytes that every reader and watcher is sent, made once, and what selectors and the garbage
/// collector ask about it.
/// </summary>
internal sealed class StoredObject
{
    private static readonly FrozenDictionary<string, string> None = FrozenDictionary<string, string>.Empty;

    private StoredObject(ObjectKey key, long version, byte[] json, JsonObject body)
    {
        Key = key;
        Version = version;
        Json = json;
        Uid = body.Uid() ?? "";
        IsDeleting = body.IsDeleting();
        Labels = body.At("metadata", "labels") is JsonObject { Count: > 0 } labels
            ? labels.ToDictionary(l => l.Key, l => l.Value.Text() ?? "") : None;
        Fields = SelectableFields.Read(key.Resource, body);
        OwnerUids = [.. body.Child("metadata").Objects("ownerReferences").Select(o => o["uid"].Text()).OfType<string>()];
    }

    public ObjectKey Key { get; }

    /// <summary>The resourceVersion, unique in the whole store.</summary>
    public long Version { get; }

    public string Uid { get; }

    /// <summary>The object as UTF-8 JSON, in its storage version.</summary>
    public byte[] Json { get; }

    public bool IsDeleting { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public IReadOnlyDictionary<string, string> Fields { get; }

    public IReadOnlyList<string> OwnerUids { get; }

    /// <summary>Makes the version <paramref name="version"/> out of <paramref name="body"/>, which gets that resourceVersion.</summary>
    public static StoredObject Make(ObjectKey key, JsonObject body, long version)
    {
        body.Meta()["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        return new StoredObject(key, version, JsonText.ToBytes(body), body);
    }

    /// <summary>The object as it was written to disk.</summary>
    public static StoredObject Load(ObjectKey key, long version, byte[] json) => new(key, version, json, JsonText.ParseOwn(json));

    /// <summary>A copy to work on.</summary>
    public JsonObject Parse() => JsonText.ParseOwn(Json);

    /// <summary>The same content under another resourceVersion, as watchers are told of a deletion.</summary>
    public StoredObject At(long version) => Make(Key, Parse(), version);
}
