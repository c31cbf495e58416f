using System.Text.Json.Nodes;
using CsCheck;
using LustreSupervisor.Supervisor.Manifests;
using LustreSupervisor.Topology.Facts;
using LustreSupervisor.Topology.Filesystems;

namespace LustreSupervisor.Supervisor.Tests.Manifests;

public sealed class ManifestReaderTests
{
    private const string Good = """
        apiVersion: lustre.cloudnative-hpc.io/v1alpha1
        kind: LustreFilesystem
        metadata:
          name: scratch
          namespace: hpc
        spec:
          fsName: scratch
          mgs:
            storage: {devices: {selector: {matchLabels: {lustre: mgt}}}}
          mdts:
            count: 1
            storage: {devices: {selector: {matchLabels: {lustre: mdt}}}}
          osts:
            count: 4
            storage: {devices: {selector: {matchLabels: {lustre: ost}}}}
        """;

    private static string Sample
    {
        get
        {
            using var reader = new StreamReader(typeof(ManifestReader).Assembly.GetManifestResourceStream("samples/scratch.yaml")!);
            return reader.ReadToEnd();
        }
    }

    [Fact]
    public void The_sample_is_good()
    {
        var set = ManifestReader.Read(Sample, "scratch.yaml");
        Assert.Empty(set.Faults);
        Assert.Equal(["Namespace hpc", "LustreFilesystem hpc/scratch"], set.Documents.Select(document => document.Display));
        var spec = set.Documents[1].Spec!;
        Assert.Equal((4, 5, 300), (spec.Osts.Count, spec.Healing.NodeLostAfterSeconds, spec.Healing.MountTimeoutSeconds));
        Assert.Equal("ost", spec.Osts.Storage.Selector["lustre"]);
    }

    [Theory]
    [InlineData("  fsName: scratch", "  fsName: much-too-long", "f:7: spec.fsName: ")]
    [InlineData("  fsName: scratch", "  fsName: a.b", "f:7: spec.fsName: ")]
    [InlineData("  fsName: scratch", "  fsName: 2024", "f:7: spec.fsName: is a whole number, but must be a text; put it in quotes")]
    [InlineData("  fsName: scratch", "  fsName:", "f:7: spec.fsName: is empty")]
    [InlineData("  fsName: scratch", "  fsName: scratch\n  fsName: other", "f:8: field \"fsName\" is given twice, first on line 7")]
    [InlineData("count: 4", "count: 0", "f:14: spec.osts.count: 0 is out of range; choose from 1 to 65504")]
    [InlineData("count: 4", "count: 9999999999", "f:14: spec.osts.count: ")]
    [InlineData("count: 4", "count: four", "f:14: spec.osts.count: is a text, but must be a whole number")]
    [InlineData("count: 4", "count: 4.5", "f:14: spec.osts.count: is a number, but must be a whole number")]
    [InlineData("count: 4", "cuont: 4", "f:14: spec.osts.cuont: unknown field; did you mean \"count\"?")]
    [InlineData("count: 4", "cuont: 4", "f:14: spec.osts.count: is missing; it says: How many")]
    [InlineData("{lustre: ost}", "{}", "f:15: spec.osts.storage.devices.selector.matchLabels: has 0 entries; give at least 1")]
    [InlineData("{lustre: ost}", "{lustre: true}", "f:15: spec.osts.storage.devices.selector.matchLabels.lustre: is true or false, but must be a text")]
    [InlineData("    storage: {devices: {selector: {matchLabels: {lustre: mgt}}}}", "    {}", "f:8: spec.mgs: names no management server")]
    [InlineData("  mdts:", "  paused: maybe\n  mdts:", "f:10: spec.paused: is a text, but must be true or false")]
    [InlineData("  mdts:", "  healing: {failover: Sometimes}\n  mdts:", "f:10: spec.healing.failover: \"Sometimes\" is not known here; use Automatic, Manual, Off")]
    [InlineData("  mdts:", "  healing: {restarts: {backoffMinSeconds: 90}}\n  mdts:", "f:10: spec.healing.restarts.backoffMinSeconds: 90 exceeds")]
    [InlineData("  mdts:", "  healing: {fencing: [{agent: ipmi}]}\n  mdts:", "f:10: spec.healing.fencing[0].agent: \"ipmi\" is no fence agent")]
    [InlineData("  mdts:", "  healing: []\n  mdts:", "f:10: spec.healing: is a list, but must be an object")]
    [InlineData("  name: scratch", "  name: Scratch.One", "f:4: metadata.name: ")]
    [InlineData("  name: scratch", "  nam: scratch", "f:4: metadata.nam: unknown field; did you mean \"name\"?")]
    [InlineData("  name: scratch", "  nam: scratch", "metadata.name: is missing")]
    [InlineData("  namespace: hpc", "  labels: {a: 1}", "f:5: metadata.labels.a: is a whole number, but must be a text")]
    [InlineData("kind: LustreFilesystem", "kind: Pod", "f:2: kind: \"lustre.cloudnative-hpc.io/v1alpha1 Pod\" is not taken")]
    [InlineData("v1alpha1", "v1", "f:1: apiVersion: \"lustre.cloudnative-hpc.io/v1\" is not a version of LustreFilesystem")]
    [InlineData("kind: LustreFilesystem\n", "", "f:1: kind: is missing")]
    [InlineData("spec:", "spec: &a", "")]
    public void A_fault_is_told_with_its_line_path_and_remedy(string good, string bad, string expected)
    {
        var set = ManifestReader.Read(Good.Replace(good, bad, StringComparison.Ordinal), "f");
        if (expected.Length == 0)
            Assert.Empty(set.Faults);
        else
            Assert.Contains(set.Faults, fault => fault.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_fault_is_told_once()
    {
        var text = Good
            .Replace("fsName: scratch", "fsName: much-too-long", StringComparison.Ordinal)
            .Replace("count: 4", "count: 0", StringComparison.Ordinal)
            .Replace("  mdts:", "  colour: red\n  mdts:", StringComparison.Ordinal)
            .Replace("  name: scratch", "  name: \"-\"", StringComparison.Ordinal);
        var set = ManifestReader.Read(text, "f");
        Assert.Empty(set.Documents);
        Assert.Equal(["metadata.name", "spec.fsName", "spec.colour", "spec.osts.count"], set.Faults.Select(fault => fault.Path));
    }

    [Fact]
    public void A_missing_part_is_one_fault()
    {
        var set = ManifestReader.Read(Good[..Good.IndexOf("  osts:", StringComparison.Ordinal)], "f");
        var fault = Assert.Single(set.Faults);
        Assert.Equal("spec.osts", fault.Path);
    }

    [Fact]
    public void Nothing_is_declared_twice()
    {
        var other = Good.Replace("name: scratch", "name: other", StringComparison.Ordinal);
        Assert.Contains("declared twice, first at f:1", Assert.Single(ManifestReader.Read($"{Good}\n---\n{Good}", "f").Faults).Reason, StringComparison.Ordinal);
        var fault = Assert.Single(ManifestReader.ReadAll([(Good, "a"), (other, "b")]).Faults);
        Assert.Equal(("b", "spec.fsName"), (fault.File, fault.Path));
        Assert.Contains("LustreFilesystem hpc/scratch at a:1", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_cluster_holds_is_respected()
    {
        var document = Assert.Single(ManifestReader.Read(Good, "f").Documents);
        FilesystemFact Existing(string name, FilesystemSpec spec) => new("hpc", name, "uid", 1, spec);
        Assert.Empty(SetRules.CheckAgainst([document], [Existing("scratch", document.Spec!)]));
        Assert.Equal(
            ["spec.backend"],
            SetRules.CheckAgainst([document], [Existing("scratch", document.Spec! with { Backend = BackendKind.Zfs })]).Select(fault => fault.Path));
        Assert.Equal(["spec.fsName"], SetRules.CheckAgainst([document], [Existing("other", document.Spec!)]).Select(fault => fault.Path));
    }

    [Theory]
    [InlineData("", "holds no document")]
    [InlineData("# nothing\n---\n", "holds no document")]
    [InlineData("just text", "the document is a text")]
    [InlineData("a: [1, 2", "not YAML")]
    [InlineData("a: b: c", "not YAML")]
    [InlineData("a: *b", "names no anchor")]
    [InlineData("{a: !secret 1}", "means nothing here")]
    [InlineData("? [a]\n: b", "field name must be a text")]
    public void What_is_no_manifest_is_told_with_its_line(string text, string expected) =>
        Assert.Contains(
            ManifestReader.Read(text, "f").Faults,
            fault => fault.Line >= 1 && fault.Reason.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Bombs_are_refused()
    {
        var aliases = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 12).Select(level =>
            $"a{level}: &a{level} [{string.Join(',', Enumerable.Repeat($"*a{level - 1}", 10))}]\n"));
        Assert.Contains("aliases expanded", Assert.Single(ManifestReader.Read(aliases, "f").Faults).Reason, StringComparison.Ordinal);
        Assert.Contains("nested deeper", Assert.Single(ManifestReader.Read(new string('[', 10_000), "f").Faults).Reason, StringComparison.Ordinal);
        Assert.Contains("longer than", Assert.Single(ManifestReader.Read(new string(' ', ManifestLimits.TextMax + 1), "f").Faults).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_read_too_and_what_the_server_wrote_is_left_out()
    {
        var item = ManifestReader.Read(Good, "f").Documents[0].Body;
        item["status"] = new JsonObject { ["phase"] = "Serving" };
        item["metadata"]!["uid"] = "u1";
        var set = ManifestReader.Read(item.ToJsonString(new() { WriteIndented = true, IndentCharacter = '\t', IndentSize = 1 }), "f.json");
        Assert.Empty(set.Faults);
        Assert.Null(set.Documents[0].Body["status"]);
        Assert.Null(set.Documents[0].Body["metadata"]!["uid"]);
    }

    [Theory]
    [InlineData("a: !!] 1")]
    [InlineData("!<> x")]
    [InlineData("- !! ]")]
    public void A_tag_that_is_no_tag_is_a_fault_with_its_line(string text) =>
        Assert.Contains("not YAML", Assert.Single(ManifestReader.Read(text, "f").Faults).Reason, StringComparison.Ordinal);

    [Fact]
    public void No_text_makes_the_reader_throw() =>
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int[0, 6], Gen.Char["{}[]:,&*!|>'\"#-? \n\tax0\0"].Array[0, 5])
            .Sample((at, length, replacement) =>
            {
                var text = Good.Remove(at, Math.Min(length, Good.Length - at)).Insert(at, new string(replacement));
                var set = ManifestReader.Read(text, "f");
                return set.Documents.Length + set.Faults.Length > 0;
            }, iter: 1000);
}
