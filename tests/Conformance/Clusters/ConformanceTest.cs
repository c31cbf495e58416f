using System.Text.Json.Nodes;

namespace LustreSupervisor.Conformance.Clusters;

/// <summary>A test with a namespace of its own.</summary>
public abstract class ConformanceTest(ConformanceCluster cluster) : IAsyncLifetime
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected ConformanceCluster Cluster { get; } = cluster;

    protected ApiClient Api => Cluster.Api;

    protected string Namespace { get; private set; } = "";

    protected string Maps => Core("configmaps");

    public virtual async ValueTask InitializeAsync()
    {
        var made = await Api.PostAsync("api/v1/namespaces", """{"metadata":{"generateName":"conformance-"}}""");
        Namespace = made.Must(201).Name;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Api.DeleteAsync($"api/v1/namespaces/{Namespace}");
    }

    /// <summary>Path of a collection of the core group in the test's namespace.</summary>
    protected string Core(string plural) => $"api/v1/namespaces/{Namespace}/{plural}";

    /// <summary>Path of a collection of another group in the test's namespace.</summary>
    protected string Of(string groupVersion, string plural) => $"apis/{groupVersion}/namespaces/{Namespace}/{plural}";

    /// <summary>Makes a ConfigMap.</summary>
    protected async Task<Answer> MapAsync(string name, string metadata = "", string data = "")
    {
        var more = metadata.Length > 0 ? $",{metadata}" : "";
        return (await Api.PostAsync(Maps, $$"""{"metadata":{"name":"{{name}}"{{more}} },"data":{ {{data}} } }""")).Must(201);
    }

    /// <summary>Awaits a condition.</summary>
    protected static Task UntilAsync(string what, Func<Task<bool>> holds) => Eventually.HoldsAsync(holds, () => what);

    /// <summary>Awaits that an object is as wanted, and returns it; a failure shows how it was last.</summary>
    protected Task<Answer> UntilAsync(string path, Func<Answer, bool> holds, string what) => Eventually.IsAsync(Api, path, holds, what);

    /// <summary>Awaits that an object is gone.</summary>
    protected Task<Answer> UntilGoneAsync(string path) => UntilAsync(path, answer => answer.Code == 404, "gone");

    /// <summary>The first events of a watch for which a condition holds, bookmarks without marks left out.</summary>
    protected async Task<List<JsonObject>> TakeAsync(string path, int count, string accept = "application/json")
    {
        var taken = new List<JsonObject>();
        await foreach (var change in Api.WatchAsync(path, accept))
        {
            taken.Add(change);
            if (taken.Count == count) break;
        }

        return taken;
    }

    /// <summary>An event of a watch in short: its type and the object's name.</summary>
    protected static string Brief(JsonObject change) => $"{change["type"]} {change["object"]?["metadata"]?["name"]}";
}
