using System.Text.Json;
using LustreSupervisor.Supervisor.Kubernetes.Converters;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Facts;

namespace LustreSupervisor.Supervisor.Tests.Kubernetes;

public sealed class PodFactsTests
{
    [Theory]
    [InlineData("""{"phase":"Pending"}""", PodPhase.Pending, "")]
    [InlineData("""{"phase":"Running","containerStatuses":[{"state":{"running":{}}}]}""", PodPhase.Running, "")]
    [InlineData("""{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}]}""",
        PodPhase.Ended, "137 OOMKilled")]
    [InlineData("""{"phase":"Succeeded","containerStatuses":[{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}}]}""",
        PodPhase.Ended, "0 Completed")]
    [InlineData("""{"phase":"Running","containerStatuses":[{"state":{"terminated":{"exitCode":139}}}]}""", PodPhase.Ended, "139")]
    [InlineData("""{"phase":"Failed","reason":"UnexpectedAdmissionError"}""", PodPhase.Ended, "UnexpectedAdmissionError")]
    [InlineData("""{"phase":"Failed","reason":"NodeLost","containerStatuses":[{"state":{"running":{}}}]}""", PodPhase.Unknown, "")]
    [InlineData("""{"phase":"Unknown"}""", PodPhase.Unknown, "")]
    [InlineData("{}", PodPhase.Unknown, "")]
    public void A_phase_says_only_what_the_kubelet_knows(string status, PodPhase phase, string ending)
    {
        var fact = PodFacts.From(JsonDocument.Parse($$"""{"metadata":{"name":"a"},"status":{{status}}}""").RootElement);
        Assert.Equal((phase, ending), (fact.Phase, fact.Ending));
    }

    [Fact]
    public void Every_field_is_read()
    {
        var pod = JsonDocument.Parse("""
            {"metadata":{"name":"scratch-ost0001","namespace":"hpc","uid":"u1","deletionTimestamp":"2026-01-01T00:00:00Z",
              "annotations":{"lustre.cloudnative-hpc.io/incarnation":"1.7.abc","lustre.cloudnative-hpc.io/agent-endpoint":"unix:/r/a.sock"}},
             "spec":{"nodeName":"node2"},"status":{"phase":"Running"}}
            """).RootElement;
        Assert.Equal(
            new PodFact("hpc~scratch-ost0001", "u1", "node2", new IncarnationId(1, 7, "abc"), PodPhase.Running, "", "unix:/r/a.sock", true),
            PodFacts.From(pod));
    }

    [Theory]
    [InlineData("tcp:20077", "10.0.0.7", "https://10.0.0.7:20077/hpc")]
    [InlineData("tcp:20077", "fd00::7", "https://[fd00::7]:20077/hpc")]
    [InlineData("tcp:20077", "", "")]
    [InlineData("unix:/r/a.sock", "10.0.0.7", "unix:/r/a.sock")]
    public void An_agent_on_TCP_is_dialled_at_its_pods_address(string annotation, string address, string endpoint)
    {
        var pod = JsonDocument.Parse($$$"""
            {"metadata":{"namespace":"hpc","annotations":{"lustre.cloudnative-hpc.io/agent-endpoint":"{{{annotation}}}"}},"status":{"podIP":"{{{address}}}"}}
            """).RootElement;
        Assert.Equal(endpoint, PodFacts.From(pod).AgentEndpoint);
    }

    [Fact]
    public void An_unreadable_life_is_no_life()
    {
        var pod = JsonDocument.Parse("""{"metadata":{"annotations":{"lustre.cloudnative-hpc.io/incarnation":"7"}}}""").RootElement;
        Assert.Null(PodFacts.From(pod).Incarnation);
    }
}
