using CsCheck;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Agents.Reservations;

namespace LustreSupervisor.Topology.Tests.Agents.Reservations;

/// <summary>Texts as sg_persist and nvme print them (their sources' formats; no device here has reservations).</summary>
public sealed class ReservationOutputTests
{
    private const string TwoKeys = "  PR generation=0x1f, 2 registered reservation keys follow:\n    0x123abc\n    0xfedcba9876543210\n";
    private const string Held = "  PR generation=0x1f, Reservation follows:\n    Key=0x123abc\n    scope: LU_SCOPE,  type: Write Exclusive, registrants only\n";

    private const string Report = """
        {
          "gen":4,
          "rtype":3,
          "regctl":2,
          "ptpls":1,
          "regctlext":[
            {
              "cntlid":65535,
              "rcsts":1,
              "rkey":18364758544493064720,
              "hostid":"f1fb429f7f4856b0b351e6b8de349000"
            },
            {
              "cntlid":2,
              "rcsts":0,
              "rkey":1194684,
              "hostid":"f1fb429f7f4856b0b351e6b8de349001"
            }
          ]
        }
        """;

    [Fact]
    public void Keys_and_reservation_of_a_disk()
    {
        Assert.Equal([0x123abcUL, 0xfedcba9876543210UL], SgPersistOutput.Keys(TwoKeys).AsEnumerable());
        Assert.Equal([0x5UL], SgPersistOutput.Keys("  PR generation=0x1, 1 registered reservation key follows:\n    0x5\n").AsEnumerable());
        Assert.Empty(SgPersistOutput.Keys("  PR generation=0x0, there are NO registered reservation keys\n"));
        Assert.Equal(new ReservationHold(0x123abc, ReservationType.WriteExclusiveRegistrantsOnly), SgPersistOutput.Reservation(Held));
        Assert.Null(SgPersistOutput.Reservation("  PR generation=0x2, there is NO reservation held\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PR in (Read keys): Unit attention\n")]
    [InlineData("  PR generation=0x1f, 3 registered reservation keys follow:\n    0x123abc\n")]
    [InlineData("  PR generation=0x1f, 1 registered reservation key follows:\n    123abc\n")]
    [InlineData("  PR generation=0x1f, 1 registered reservation key follows:\n    0x123abc123abc123abc\n")]
    [InlineData("  PR generation=0x1f, there are NO registered reservation keys\n    0x1\n")]
    public void Keys_that_are_not_understood_in_full_are_not_understood(string text) =>
        Assert.Throws<UnrecognizedOutputException>(() => SgPersistOutput.Keys(text));

    [Theory]
    [InlineData("  PR generation=0x1f, Reservation follows:\n    Key=0x1\n    scope: LU_SCOPE,  type: obsolete [4]\n")]
    [InlineData("  PR generation=0x1f, Reservation follows:\n    Key=0x1\n    scope: 2  type: Write Exclusive\n")]
    [InlineData("  PR generation=0x1f, Reservation follows:\n")]
    [InlineData(TwoKeys)]
    public void A_reservation_that_is_not_understood_is_none(string text) =>
        Assert.Throws<UnrecognizedOutputException>(() => SgPersistOutput.Reservation(text));

    [Fact]
    public void A_report_of_a_namespace()
    {
        var state = NvmeReport.Parse(Report);
        Assert.Equal([0xfedcba9876543210UL, 0x123abcUL], state.Keys.AsEnumerable());
        Assert.Equal(new ReservationHold(0xfedcba9876543210, ReservationType.WriteExclusiveRegistrantsOnly), state.Hold);
        Assert.Contains("reserved by 0xfedcba9876543210", state.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_extended_data_and_without_a_reservation()
    {
        var state = NvmeReport.Parse("""{"gen":1,"rtype":0,"regctl":1,"ptpls":0,"regctls":[{"cntlid":0,"rcsts":0,"hostid":7,"rkey":-81985529216486896}]}""");
        Assert.Equal([0xfedcba9876543210UL], state.Keys.AsEnumerable());
        Assert.Null(state.Hold);
        Assert.Empty(NvmeReport.Parse("""{"gen":0,"rtype":0,"regctl":0,"ptpls":0}""").Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"gen":1,"rtype":0,"regctl":2,"regctlext":[{"rcsts":0,"rkey":5}]}""")]
    [InlineData("""{"gen":1,"rtype":3,"regctl":1,"regctlext":[{"rcsts":0,"rkey":5}]}""")]
    [InlineData("""{"gen":1,"rtype":0,"regctl":1,"regctlext":[{"rcsts":1,"rkey":5}]}""")]
    [InlineData("""{"gen":1,"rtype":9,"regctl":1,"regctlext":[{"rcsts":1,"rkey":5}]}""")]
    [InlineData("""{"gen":1,"rtype":3,"regctl":1,"regctlext":[{"rcsts":1,"rkey":1.2e19}]}""")]
    [InlineData("""{"gen":1,"rtype":3,"regctl":1,"regctlext":[{"rcsts":1}]}""")]
    public void A_report_that_is_not_understood_in_full_is_not_understood(string text) =>
        Assert.Throws<UnrecognizedOutputException>(() => NvmeReport.Parse(text));

    [Fact]
    public void Any_text_is_read_or_refused()
    {
        foreach (var text in new[] { TwoKeys, Held, Report })
            Gen.Select(Gen.Int[0, text.Length - 1], Gen.Int[0, 20], Gen.String[0, 5]).Sample((at, cut, put) =>
            {
                var broken = text[..at] + put + text[Math.Min(text.Length, at + cut)..];
                Try(() => SgPersistOutput.Keys(broken));
                Try(() => SgPersistOutput.Reservation(broken));
                Try(() => NvmeReport.Parse(broken));
            });
    }

    private static void Try(Func<object?> parse)
    {
        try
        {
            parse();
        }
        catch (UnrecognizedOutputException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }
}
