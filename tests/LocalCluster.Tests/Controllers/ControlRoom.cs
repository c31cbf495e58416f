using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Controllers;
using LustreSupervisor.LocalCluster.Api.Controllers.Views;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Selectors;
using LustreSupervisor.LocalCluster.Api.Store;
using LustreSupervisor.LocalCluster.Api.Verbs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LustreSupervisor.LocalCluster.Tests.Controllers;

/// <summary>A store and what controllers need of it, without HTTP and with a clock that the test moves: a pass at a time.</summary>
internal sealed class ControlRoom : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("controllers-").FullName;

    public ControlRoom()
    {
        Store = new ObjectStore(ObjectFile.Open(Path.Combine(directory, "objects.db")));
        Objects = new ObjectWriter(Store, new Admission(Clock, new PodAdmission(Store)));
        Deletion = new Deletion(Store, Clock);
        Binding = new Binding(Store, Clock);
        View = new ClusterView(Store);
        Writer = new ClusterWriter(Objects, Deletion);
        Events = new EventRecorder(Objects, Clock, NullLogger.Instance);
        Make(BuiltIns.Namespaces, null, """{"metadata":{"name":"default"}}""");
        Make(BuiltIns.Namespaces, null, """{"metadata":{"name":"kube-node-lease"}}""");
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2031, 5, 1, 12, 0, 0, TimeSpan.Zero));

    public ObjectStore Store { get; }

    public ObjectWriter Objects { get; }

    public Deletion Deletion { get; }

    public Binding Binding { get; }

    public ClusterView View { get; }

    public ClusterWriter Writer { get; }

    public EventRecorder Events { get; }

    public JsonObject Make(ResourceType type, string? ns, string body) =>
        JsonText.ParseOwn(Objects.Create(type, ns, null, JsonNode.Parse(body)!.AsObject(), new WriteOptions()).Json);

    /// <summary>A node of one CPU, 1 GiB and three pods, ready unless told otherwise.</summary>
    public void MakeNode(string name, string spec = "{}", string labels = "{}", string ready = "True") => Make(BuiltIns.Nodes, null, $$$"""
        {"metadata":{"name":"{{{name}}}","labels":{{{labels}}}},"spec":{{{spec}}},"status":{
         "allocatable":{"cpu":"1","memory":"1Gi","pods":"3"},
         "conditions":[{"type":"Ready","status":"{{{ready}}}","reason":"KubeletReady","lastHeartbeatTime":"2031-05-01T12:00:00Z","lastTransitionTime":"2031-05-01T12:00:00Z"}]}}
        """);

    /// <summary>A pod of one container; <paramref name="spec"/> is more of its spec.</summary>
    public string MakePod(string name, string spec = "{}", string labels = "{}", string owners = "[]")
    {
        var body = JsonNode.Parse(
            $$$"""{"metadata":{"name":"{{{name}}}","labels":{{{labels}}},"ownerReferences":{{{owners}}}},"spec":{{{spec}}}}""")!.AsObject();
        body["spec"]!["containers"] ??= JsonNode.Parse("""[{"name":"main","image":"i"}]""");
        return JsonText.ParseOwn(Objects.Create(BuiltIns.Pods, "default", null, body, new WriteOptions()).Json).Uid()!;
    }

    /// <summary>What the kubelet reports: the pod runs and is ready.</summary>
    public void Run(string pod, bool ready = true) => Writer.ChangeStatus(BuiltIns.Pods, BuiltIns.Pods.Key("default", pod), Pod(pod)!.Uid()!, body =>
    {
        body["status"]!["phase"] = "Running";
        Conditions.Set(body, "Ready", ready ? "True" : "False", null, null, Clock.GetUtcNow());
    });

    public JsonObject? Pod(string name) => Store.Find(BuiltIns.Pods.Key("default", name))?.Parse();

    public JsonObject Node(string name) => Store.Find(BuiltIns.Nodes.Key(null, name))!.Parse();

    public IReadOnlyList<JsonObject> EventsOf(string reason) =>
        [.. Store.List(BuiltIns.Events.Storage, Scope.All).Objects.Select(e => e.Parse()).Where(e => e["reason"].Text() == reason)];

    public void Dispose()
    {
        Store.Dispose();
        Directory.Delete(directory, recursive: true);
    }
}
