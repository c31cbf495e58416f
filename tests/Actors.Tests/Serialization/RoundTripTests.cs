using CsCheck;
using LustreSupervisor.Actors.Serialization;

namespace LustreSupervisor.Actors.Tests.Serialization;

public sealed class RoundTripTests
{
    private static readonly string[] Manifests = [.. TopologyEventCodec.Manifests.Keys];

    public static TheoryData<string> Types => [.. EventTypes.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void What_is_read_is_what_was_written(string name) =>
        AnyEvent.Of(EventTypes.All.Single(t => t.Name == name)).Sample(
            e =>
            {
                var read = TopologyEventCodec.Decode(TopologyEventCodec.ManifestOf(e), TopologyEventCodec.Encode(e));
                Assert.Equal(EventTypes.Text(e), EventTypes.Text(read));
            },
            iter: 200,
            threads: 1);

    [Fact]
    public void Arbitrary_bytes_are_refused_or_read_and_never_anything_else() =>
        Gen.Select(Gen.Int[0, Manifests.Length - 1], Gen.Byte.Array[0, 64]).Sample(
            (at, bytes) =>
            {
                var manifest = Manifests[at];
                try
                {
                    Assert.NotNull(TopologyEventCodec.Decode(manifest, bytes));
                }
                catch (System.Runtime.Serialization.SerializationException refused)
                {
                    Assert.Contains(manifest, refused.Message, StringComparison.Ordinal);
                }
            },
            iter: 5000,
            threads: 1);
}
