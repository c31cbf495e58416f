using System.Text.Json;
using System.Text.Json.Serialization;
using k8s;
using LustreSupervisor.Actors.Ports;
using LustreSupervisor.Supervisor.Kubernetes;
using LustreSupervisor.Supervisor.Kubernetes.Converters;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Supervisor.Tests.Kubernetes;

/// <summary>Orders in, pods out: every pair of files in Golden.</summary>
public sealed class PodTemplateTests
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Kubernetes", "Golden");

    public static TheoryData<string> Cases() =>
        [.. Directory.GetFiles(Folder, "*.order.json").Select(file => Path.GetFileName(file)[..^".order.json".Length]).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_order_gives_its_pod(string name)
    {
        var token = TestContext.Current.CancellationToken;
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, $"{name}.order.json"), token);
        var golden = JsonSerializer.Deserialize<Case>(text, Reading)!;
        var pod = KubernetesYaml.Serialize(PodTemplate.Build(golden.Order, golden.Options ?? new PodOptions()));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Folder, $"{name}.pod.yaml"), token), pod.TrimEnd() + "\n");
    }

    [Fact]
    public void Sockets_of_equal_names_in_two_namespaces_differ_and_fit()
    {
        var one = AgentEndpoint.Of("/run/ls", new TargetId("hpc", "a", "a", TargetKind.Ost, 0), "oss3");
        var other = AgentEndpoint.Of("/run/ls", new TargetId("lab", "a", "a", TargetKind.Ost, 0), "oss3");
        Assert.Equal("unix:/run/ls/agent-hpc.a-ost0000@oss3.sock", one);
        Assert.NotEqual(one, other);
        var @long = AgentEndpoint.Of("/run/ls", new TargetId(new string('n', 63), new string('f', 40), "a", TargetKind.Ost, 0), "oss3");
        Assert.InRange(@long.Length, 1, "unix:".Length + AgentEndpoint.PathBytesMax);
        Assert.Throws<ArgumentException>(() => AgentEndpoint.Of("/" + new string('d', 100), new TargetId("n", "f", "f", TargetKind.Mgt, 0), "oss3"));
    }

    internal sealed record Case(PodOrder Order, PodOptions? Options);
}
