using CsCheck;
using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Topology.Tests.Agents;

/// <summary>Whatever a tool prints, a parser either understands it or says in its one typed way that it does not.</summary>
public sealed class ParserFuzzTests
{
    private static readonly string[] Seeds =
    [
        ToolTexts.TunefsRegisteredOst, ToolTexts.TunefsMgs, ToolTexts.BlkidVirginOst, ToolTexts.DeviceListOss, "health_check=healthy\n",
        "mdt.fs-MDT0002.recovery_status=\nstatus: RECOVERING\ntime_remaining: 119\nconnected_clients: 3/7\nevicted_clients: 0\n",
    ];

    /// <summary>Real outputs with pieces cut out, doubled or replaced by noise.</summary>
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String,
        Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Double[0, 1], Gen.Double[0, 1], Gen.String[0, 8], (seed, from, to, noise) =>
        {
            var text = Seeds[seed];
            var (low, high) = ((int)(Math.Min(from, to) * text.Length), (int)(Math.Max(from, to) * text.Length));
            return text[..low] + noise + text[high..];
        }));

    [Fact]
    public void Tunefs() => Fuzz(text => TunefsOutput.Parse(text));

    [Fact]
    public void Blkid() => Fuzz(text => BlkidOutput.Parse(text));

    [Fact]
    public void Device_list() => Fuzz(text => DeviceList.Parse(text));

    [Fact]
    public void Health() => Fuzz(text => HealthCheck.Parse(text));

    [Fact]
    public void Recovery() => Fuzz(text => RecoveryStatus.Parse(text));

    [Fact]
    public void Labels_tables_and_NIDs_never_throw() => Texts.Sample(text =>
    {
        Assert.True(!LustreLabel.TryParse(text, out var label) || label.Normalised.Length > 0);
        MountTable.MountsTarget(text, "/dev/a", "/b");
        ParameterOutput.Number(text, ".x");
        NidLists.Same([text], [text]);
        Assert.NotNull(MountErrors.Classify(5, text, false));
        MmpRule.Classify("/dev/a", 1, text, text);
    });

    private static void Fuzz(Func<string, object> parse) => Texts.Sample(text =>
    {
        try
        {
            Assert.NotNull(parse(text));
        }
        catch (UnrecognizedOutputException e)
        {
            Assert.NotEmpty(e.Tool);
        }
    });
}
