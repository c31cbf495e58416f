using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Journal;
using Google.Protobuf;
using LustreSupervisor.Actors.Serialization;
using LustreSupervisor.Topology.Decisions;
using LustreSupervisor.Topology.Machines;

namespace LustreSupervisor.Actors.Tests.Serialization;

public sealed class TopologyEventSerializerTests : IAsyncLifetime
{
    private const string Strict = """
        akka.stdout-loglevel = OFF
        akka.loglevel = OFF
        akka.actor {
          serialization-settings.allow-unregistered-types = false
          serializers {
            json = "LustreSupervisor.Actors.Serialization.DenySerializer, Actors"
            topology = "LustreSupervisor.Actors.Serialization.TopologyEventSerializer, Actors"
          }
          serialization-bindings { "LustreSupervisor.Topology.Decisions.IDomainEvent, Topology" = topology }
        }
        """;

    private static readonly MachineResumed Event = new(new EventMeta(DateTimeOffset.UnixEpoch, "why", "who"));
    private readonly ActorSystem system = ActorSystem.Create("serialization", ConfigurationFactory.ParseString(Strict));

    private Akka.Serialization.Serialization Serialization => ((ExtendedActorSystem)system).Serialization;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await system.Terminate();

    [Fact]
    public void Events_are_bound_by_their_interface_and_the_id_stays()
    {
        Assert.All(EventTypes.All, type => Assert.IsType<TopologyEventSerializer>(Serialization.FindSerializerForType(type)));
        Assert.Equal(4107, Serialization.FindSerializerFor(Event).Identifier);
    }

    [Fact]
    public void Akka_reads_what_it_wrote()
    {
        var serializer = (TopologyEventSerializer)Serialization.FindSerializerFor(Event);
        Assert.Equal(Event, Serialization.Deserialize(serializer.ToBinary(Event), serializer.Identifier, serializer.Manifest(Event)));
    }

    [Fact]
    public void An_unknown_manifest_is_said_to_come_from_a_newer_version()
    {
        var refused = Assert.Throws<SerializationException>(() => Serialization.Deserialize([], TopologyEventSerializer.Id, "srv.teleported.v9"));
        Assert.Contains("'srv.teleported.v9'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_name_for_a_manifest_makes_no_object() =>
        Assert.Throws<SerializationException>(() => Serialization.Deserialize([], TopologyEventSerializer.Id, typeof(FileInfo).AssemblyQualifiedName!));

    [Fact]
    public void An_event_without_its_meta_data_is_damaged()
    {
        var refused = Assert.Throws<SerializationException>(() => TopologyEventCodec.Decode("mach.resumed.v1", []));
        Assert.Contains("meta is missing", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_a_newer_version_added_is_passed_over()
    {
        using var stream = new MemoryStream();
        stream.Write(TopologyEventCodec.Encode(Event));
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(900, WireFormat.WireType.Varint);
            output.WriteInt32(1);
        }

        Assert.Equal(Event, TopologyEventCodec.Decode("mach.resumed.v1", stream.ToArray()));
    }

    [Fact]
    public void Json_with_a_type_name_is_neither_read_nor_written()
    {
        var bytes = Encoding.UTF8.GetBytes($$"""{"$type":"{{typeof(FileInfo).AssemblyQualifiedName}}","fileName":"/etc/passwd"}""");
        Assert.Throws<SerializationException>(() => Serialization.Deserialize(bytes, DenySerializer.Id, ""));
        Assert.Throws<SerializationException>(() => Serialization.FindSerializerFor(new Unbound("x")).ToBinary(new Unbound("x")));
    }

    [Fact]
    public void Every_event_is_tagged_with_its_aggregate()
    {
        var tagger = new TopologyTagger();
        var tags = Samples.All.Select(e => Assert.Single(Assert.IsType<Tagged>(tagger.ToJournal(e)).Tags)).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["filesystem", "machine", "server"], tags);
        Assert.Equal("not ours", tagger.ToJournal("not ours"));
    }

    private sealed record Unbound(string Text);
}
