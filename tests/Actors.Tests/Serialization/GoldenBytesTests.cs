using LustreSupervisor.Actors.Serialization;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Actors.Tests.Serialization;

/// <summary>
/// The bytes of every event, as a released version wrote them. They are never changed: a failing test here means that journals of sites
/// would no longer be read. A new event gets its file by running the tests with <c>WRITE_MISSING_GOLDEN=1</c>.
/// </summary>
public sealed class GoldenBytesTests
{
    private const string WriteMissing = "WRITE_MISSING_GOLDEN";
    private const int LineLength = 100;
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Serialization", "Golden");

    public static TheoryData<string> Types => [.. EventTypes.All.Select(t => t.Name)];

    public static TheoryData<string> Manifests => [.. TopologyEventCodec.Manifests.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_event_has_one_sample_and_one_manifest(string name)
    {
        Assert.Single(Samples.All, e => e.GetType().Name == name);
        Assert.Single(TopologyEventCodec.Manifests.Values, t => t.Name == name);
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Bytes_are_written_as_ever(string manifest)
    {
        var bytes = Convert.ToHexStringLower(TopologyEventCodec.Encode(SampleOf(manifest)));
        Assert.Equal(Golden(manifest, bytes), bytes);
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Bytes_of_old_are_read_as_ever(string manifest)
    {
        var sample = SampleOf(manifest);
        var golden = Convert.FromHexString(Golden(manifest, Convert.ToHexStringLower(TopologyEventCodec.Encode(sample))));
        Assert.Equal(EventTypes.Text(sample), EventTypes.Text(TopologyEventCodec.Decode(manifest, golden)));
    }

    [Fact]
    public void No_golden_file_belongs_to_a_manifest_that_is_no_longer_read()
    {
        var files = Directory.EnumerateFiles(Folder, "*.hex").Select(Path.GetFileNameWithoutExtension).OfType<string>();
        Assert.Empty(files.Except(TopologyEventCodec.Manifests.Keys));
    }

    [Fact]
    public void The_set_of_manifests_is_this() => Assert.Equal(
        [
            "fs.fence-permitted.v1", "fs.fence-settled.v1", "fs.fence-unneeded.v1", "fs.first-served.v1", "fs.hands-off.v1", "fs.layout.v1", "fs.order-refused.v1", "fs.resumed.v1", "fs.spec-accepted.v1",
            "fs.spec-refused.v1", "mach.boot-seen.v1", "mach.fence-failed.v1", "mach.fence-requested.v1", "mach.fence-withdrawn.v1",
            "mach.fenced.v1", "mach.resumed.v1", "srv.approval-awaited.v1", "srv.backing-off.v1", "srv.death-proved.v1", "srv.declared.v1",
            "srv.failed.v1", "srv.fence-ordered.v1", "srv.format-requested.v1", "srv.formatted.v1", "srv.hands-off.v1", "srv.life-continued.v1",
            "srv.mount-requested.v1", "srv.mounted.v1", "srv.move-requested.v1", "srv.off-stated.v1", "srv.order-refused.v1",
            "srv.planned.v1", "srv.pod-created.v1", "srv.proof-awaited.v1", "srv.quarantined.v1", "srv.released.v1", "srv.respecified.v1",
            "srv.resumed.v1", "srv.serving.v1", "srv.start-permitted.v1", "srv.started.v1", "srv.supervisor-faulted.v1",
            "srv.unmount-requested.v1",
        ],
        TopologyEventCodec.Manifests.Keys);

    private static IDomainEvent SampleOf(string manifest) =>
        Samples.All.Single(e => e.GetType() == TopologyEventCodec.Manifests[manifest]);

    private static string Golden(string manifest, string now)
    {
        var file = Path.Combine(Folder, manifest + ".hex");
        if (!File.Exists(file) && Environment.GetEnvironmentVariable(WriteMissing) is not null)
        {
            File.WriteAllLines(Path.Combine(SourceFolder(), manifest + ".hex"), now.Chunk(LineLength).Select(line => new string(line)));
            return now;
        }

        Assert.True(File.Exists(file), $"{manifest} has no golden bytes: run the tests with {WriteMissing}=1 and commit the new file.");
        return File.ReadAllText(file).ReplaceLineEndings("");
    }

    private static string SourceFolder()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "Supervisor.sln")))
            at = at.Parent;
        return Directory.CreateDirectory(Path.Combine(at.FullName, "tests", "Actors.Tests", "Serialization", "Golden")).FullName;
    }
}
