using System.Text.Json.Nodes;

namespace LustreSupervisor.LocalCluster.Tests.Api.Tables;

/// <summary>What <c>kubectl get</c> asks for.</summary>
public sealed class TableTests(WidgetCluster widgets) : IClassFixture<WidgetCluster>
{
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";
    private const string Pods = "/api/v1/namespaces/default/pods";

    private readonly TestCluster cluster = widgets.Cluster;

    [Fact]
    public async Task A_list_is_a_table_with_headings_and_metadata()
    {
        await CreatePodAsync("shown");
        var (code, table) = await cluster.SendAsync("GET", Pods + "?fieldSelector=metadata.name%3Dshown", accept: Table);
        Assert.Equal((200, "Table", "meta.k8s.io/v1"), (code, (string?)table["kind"], (string?)table["apiVersion"]));
        Assert.Equal(["Name", "Ready", "Status", "Restarts", "Age"], Headings(table, 0));
        Assert.Equal(["IP", "Node", "Nominated Node", "Readiness Gates"], Headings(table, 1));
        var row = Assert.Single(table["rows"]!.AsArray())!;
        Assert.Equal(["shown", "0/1", "Pending", "0"], Cells(row).Take(4));
        Assert.Equal("PartialObjectMetadata", (string?)row["object"]!["kind"]);
        Assert.Equal("shown", (string?)row["object"]!["metadata"]!["name"]);
        Assert.False(string.IsNullOrEmpty((string?)table["metadata"]!["resourceVersion"]));
    }

    [Theory]
    [InlineData("None", null)]
    [InlineData("Metadata", "PartialObjectMetadata")]
    [InlineData("Object", "Pod")]
    public async Task A_row_carries_what_was_asked_for(string policy, string? kind)
    {
        await CreatePodAsync("carried-" + policy.ToLowerInvariant());
        var (_, table) = await cluster.SendAsync("GET", $"{Pods}/carried-{policy.ToLowerInvariant()}?includeObject={policy}", accept: Table);
        Assert.Equal(kind, (string?)table["rows"]![0]!["object"]?["kind"]);
    }

    [Fact]
    public async Task An_unknown_policy_is_a_bad_request()
    {
        var (code, status) = await cluster.SendAsync("GET", Pods + "?includeObject=All", accept: Table);
        Assert.Equal(400, code);
        Assert.StartsWith("Unable to convert to Table as requested: includeObject: Invalid value: \"All\"", (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_first_event_of_a_watch_names_the_columns()
    {
        await CreatePodAsync("watched1");
        await CreatePodAsync("watched2");
        var events = new List<JsonObject>();
        await foreach (var item in cluster.WatchAsync(Pods + "?watch=true", Table))
        {
            events.Add(item);
            if (events.Count == 2) break;
        }

        Assert.All(events, e => Assert.Equal(("ADDED", "Table", 1), ((string?)e["type"], (string?)e["object"]!["kind"], e["object"]!["rows"]!.AsArray().Count)));
        Assert.NotEmpty(events[0]["object"]!["columnDefinitions"]!.AsArray());
        Assert.Empty(events[1]["object"]!["columnDefinitions"]!.AsArray());
    }

    [Fact]
    public async Task Custom_resources_show_the_columns_of_their_definition()
    {
        await cluster.SendAsync("POST", Samples.Widgets, Samples.Widget("tabled").ToJsonString());
        var (_, table) = await cluster.SendAsync("GET", Samples.Widgets + "/tabled", accept: Table);
        Assert.Equal(["Name", "Size"], Headings(table, 0));
        Assert.Equal(["tabled", "3"], Cells(table["rows"]![0]!));
    }

    [Theory]
    [InlineData("/api/v1/namespaces", "Name,Status,Age")]
    [InlineData("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "Name,Created At")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/clusterroles", "Name,Created At")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/rolebindings", "Name,Role,Age")]
    [InlineData("/apis/apps/v1/deployments", "Name,Ready,Up-to-date,Available,Age")]
    [InlineData("/apis/events.k8s.io/v1/events", "Last Seen,Type,Reason,Object,Message")]
    [InlineData("/api/v1/persistentvolumeclaims", "Name,Status,Volume,Capacity,Access Modes,StorageClass,VolumeAttributesClass,Age")]
    public async Task Each_kind_has_its_columns(string path, string expected)
    {
        var (_, table) = await cluster.SendAsync("GET", path, accept: Table);
        Assert.Equal(expected.Split(','), Headings(table, 0));
        Assert.All(table["rows"]!.AsArray(), row => Assert.Equal(table["columnDefinitions"]!.AsArray().Count, row!["cells"]!.AsArray().Count));
    }

    [Fact]
    public async Task Metadata_alone_can_be_had()
    {
        await CreatePodAsync("meta");
        var (_, one) = await cluster.SendAsync("GET", Pods + "/meta", accept: "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
        Assert.Equal(("PartialObjectMetadata", "meta", true), ((string?)one["kind"], (string?)one["metadata"]!["name"], one["spec"] is null));
        var (_, all) = await cluster.SendAsync("GET", Pods, accept: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        Assert.Equal("PartialObjectMetadataList", (string?)all["kind"]);
        Assert.All(all["items"]!.AsArray(), item => Assert.Equal("PartialObjectMetadata", (string?)item!["kind"]));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json;as=Chart;v=v1;g=meta.k8s.io")]
    [InlineData("application/json;as=Table;v=v7;g=meta.k8s.io")]
    [InlineData("application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io")]
    public async Task What_there_is_not_cannot_be_accepted(string accept)
    {
        var (code, status) = await cluster.SendAsync("GET", Pods, accept: accept);
        Assert.Equal((406, "NotAcceptable"), (code, (string?)status["reason"]));
    }

    private async Task CreatePodAsync(string name)
    {
        var (code, _) = await cluster.SendAsync("POST", Pods, k8s.KubernetesJson.Serialize(Samples.Pod(name)));
        Assert.Equal(201, code);
    }

    private static IEnumerable<string?> Headings(JsonObject table, int priority) =>
        table["columnDefinitions"]!.AsArray().Where(c => (int?)c!["priority"] == priority).Select(c => (string?)c!["name"]);

    private static IEnumerable<string?> Cells(JsonNode row) => row["cells"]!.AsArray().Select(c => c?.ToString());
}
