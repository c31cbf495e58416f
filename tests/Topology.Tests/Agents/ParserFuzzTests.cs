using CsCheck;
using LustreSupervisor.Topology.Agents.Devices;
using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Tests.Agents;

/// <summary>Whatever a tool prints, a parser either understands it or says in its one typed way that it does not.</summary>
public sealed class ParserFuzzTests
{
    private static readonly string[] Seeds =
    [
        ToolTexts.TunefsRegisteredOst, ToolTexts.TunefsMgs, ToolTexts.BlkidVirginOst, ToolTexts.DeviceListOss, "health_check=healthy\n",
        "mdt.fs-MDT0002.recovery_status=\nstatus: RECOVERING\ntime_remaining: 119\nconnected_clients: 3/7\nevicted_clients: 0\n",
        ToolTexts.MkfsDryRunOst, MmpLogRuleTests.Log, ToolTexts.MkfsDryRunMgs, ParameterTexts.OneLiners, ParameterTexts.Mixed, ParameterTexts.Stats,
        ParameterTexts.OldStats, ParameterTexts.JobStats, LnetTexts.Show, LnetTexts.Verbose, LnetTexts.Ping, LnetTexts.OwnNids,
        BackendParserTests.Dumpe2fsHeader, "cannot import 'x': pool is imported on oss1 (hostid: 0x7f0100)\n", "demo-ost0003\nrpool\n",
        "dumpe2fs: MMP: device currently active while trying to open D\ndumpe2fs: MMP update by 'oss1dm-2' at Mon\n", "on\n",
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
    public void Planned_data() => Fuzz(text => TunefsOutput.ParsePlanned(text));

    [Fact]
    public void Recovery_of_several() => Fuzz(text => RecoveryStatus.ParseAll(text));

    [Fact]
    public void Parameters() => Fuzz(text => ParameterOutput.Parse(text));

    [Fact]
    public void Stats() => Fuzz(text => StatsOutput.Parse(text));

    [Fact]
    public void Jobs() => Fuzz(text => JobStats.Parse(text));

    [Fact]
    public void Lnet() => Fuzz(text => LnetShow.Parse(text));

    [Fact]
    public void Nids()
    {
        Fuzz(text => NidOutput.Answer(text));
        Fuzz(text => NidOutput.OwnNids(text));
    }

    [Fact]
    public void Zpool()
    {
        Fuzz(text => ZpoolOutput.Pools(text));
        Fuzz(text => ZpoolOutput.PoolId(text));
        Fuzz(text => ZpoolOutput.Value(text));
        Fuzz(text => ZpoolOutput.Multihost(text));
        Fuzz(text => ZpoolImportError.Parse(text));
    }

    [Fact]
    public void Kernel_log() => Fuzz(text => KernelLog.Parse(text));

    [Fact]
    public void Mmp()
    {
        Fuzz(text => MmpCheck.Parse(1, text, text));
        Fuzz(text => (object?)MmpBlock.Parse(text) ?? "no protection");
    }

    [Fact]
    public void Labels_tables_and_NIDs_never_throw() => Texts.Sample(text =>
    {
        Assert.True(!LustreLabel.TryParse(text, out var label) || label.Normalised.Length > 0);
        MountTable.MountsTarget(text, "/dev/a", "/b");
        ParameterOutput.Number(text, ".x");
        NidLists.Same([text], [text]);
        Assert.NotNull(MountErrors.Classify(5, text, false));
        MmpRule.Classify("/dev/a", 1, text, text, Rules.All);
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
