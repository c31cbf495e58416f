using LustreSupervisor.Supervisor.Journal.Reading;
using LustreSupervisor.Topology.Filesystems;
using LustreSupervisor.Topology.Machines;
using LustreSupervisor.Topology.Servers;

namespace LustreSupervisor.Supervisor.Tests.Journal;

public sealed class TopologyDocumentTests
{
    private static readonly ReplayedTopology Whole = SampleLives.All
        .SelectMany(a => a.Events.Select((e, i) => new JournalEntry(i + 1, a.PersistenceId, i + 1, e.Meta.At, "", e)))
        .Aggregate(ReplayedTopology.Empty, JournalReplay.Fold);

    [Fact]
    public void Equal_states_give_equal_documents()
    {
        var again = SampleLives.All
            .SelectMany(a => a.Events.Select((e, i) => new JournalEntry(i + 1, a.PersistenceId, i + 1, e.Meta.At, "", e)))
            .Aggregate(ReplayedTopology.Empty, JournalReplay.Fold);
        Assert.Empty(TopologyDocument.Differences(TopologyDocument.Of(Whole), TopologyDocument.Of(again)));
    }

    [Fact]
    public void A_difference_is_named_by_its_path()
    {
        var other = Whole with
        {
            Servers = Whole.Servers.SetItem("default~scratch-ost000a", Whole.Servers["default~scratch-ost000a"] with { LastNumber = 2 }),
            Machines = Whole.Machines.Clear(),
        };
        var differences = TopologyDocument.Differences(TopologyDocument.Of(Whole), TopologyDocument.Of(other)).ToList();
        Assert.Contains("$.servers.default~scratch-ost000a.lastNumber: 1 | 2", differences);
        Assert.Contains(differences, d => d.StartsWith("$.machines.uuid-1: ", StringComparison.Ordinal) && d.EndsWith("| absent", StringComparison.Ordinal));
        Assert.Equal(2, differences.Count);
    }

    [Fact]
    public void Everything_that_is_folded_is_in_the_document()
    {
        var server = TopologyDocument.Of(Whole.Servers["default~scratch-ost000a"]);
        Assert.Equal("BackingOff", (string)server["phase"]!);
        Assert.Equal("wwn-1", (string)server["spec"]!["device"]!["id"]!);
        Assert.Equal("boot-1", (string)server["claim"]!["kernel"]!["bootId"]!);
        Assert.Equal(["scratch-ost000a"], TopologyDocument.Of(Whole.Filesystems["default~scratch"])["firstServed"]!.AsArray().Select(n => (string)n!));
        Assert.Equal("boot-1", (string)TopologyDocument.Of(Whole.Machines["uuid-1"])["boots"]![0]!);
    }

    [Fact]
    public void A_state_before_its_first_decision_has_a_document_too()
    {
        Assert.Equal("Unknown", (string)TopologyDocument.Of(ServerState.Initial)["phase"]!);
        Assert.Equal("", (string)TopologyDocument.Of(FilesystemState.Initial)["name"]!);
        Assert.Empty(TopologyDocument.Of(MachineState.Initial)["boots"]!.AsArray());
    }
}
