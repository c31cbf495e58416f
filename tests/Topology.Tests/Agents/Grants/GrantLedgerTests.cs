using CsCheck;
using LustreSupervisor.Topology.Agents.Grants;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Tests.Agents.Grants;

public sealed class GrantLedgerTests
{
    private const int Seconds = 30;

    private static readonly KernelId Kernel = new("machine", "boot");

    private static readonly TimeSpan Start = TimeSpan.FromHours(1);

    private static readonly TimeSpan Lapse = GrantTimes.LapsedAfter(Seconds);

    [Fact]
    public void What_an_earlier_life_gave_counts_as_given_at_the_start()
    {
        var ledger = new GrantLedger(Start);
        Assert.False(ledger.Judge(Kernel, Seconds, Start + Lapse - TimeSpan.FromTicks(1)).Lapsed);
        Assert.True(ledger.Judge(Kernel, Seconds, Start + Lapse).Lapsed);
        Assert.False(ledger.Judge(Kernel, Seconds, Start + Lapse).Known);
    }

    [Fact]
    public void A_grant_that_was_just_given_is_never_lapsed_however_old_the_granter_is()
    {
        var given = Start + TimeSpan.FromDays(3);
        var ledger = new GrantLedger(Start).Give(Kernel, Seconds, given)!;
        Assert.Equal(new LapseReport(false, TimeSpan.Zero, Lapse, true), ledger.Judge(Kernel, Seconds, given));
        Assert.True(ledger.Judge(Kernel, Seconds, given + Lapse).Lapsed);
    }

    [Fact]
    public void A_shorter_grant_does_not_shorten_a_longer_one_that_is_still_out()
    {
        var ledger = new GrantLedger(TimeSpan.Zero).Give(Kernel, 600, Start)!.Give(Kernel, Seconds, Start)!;
        Assert.False(ledger.Judge(Kernel, Seconds, Start + Lapse).Lapsed);
        Assert.True(ledger.Judge(Kernel, Seconds, Start + GrantTimes.LapsedAfter(600)).Lapsed);
    }

    [Fact]
    public void The_next_boot_of_a_machine_is_another_kernel()
    {
        var ledger = new GrantLedger(TimeSpan.Zero).Give(Kernel with { BootId = "next" }, Seconds, Start)!;
        Assert.True(ledger.Judge(Kernel, Seconds, Start + TimeSpan.FromMinutes(1)).Lapsed);
        Assert.False(ledger.Judge(Kernel with { BootId = "next" }, Seconds, Start + TimeSpan.FromSeconds(1)).Lapsed);
    }

    [Fact]
    public void Kernels_are_bounded_and_forgetting_changes_no_answer()
    {
        var ledger = new GrantLedger(TimeSpan.Zero);
        for (var n = 0; n < GrantLedger.KernelsMax; n++)
            ledger = ledger.Give(new KernelId("machine", $"{n}"), Seconds, Start)!;
        Assert.Null(ledger.Give(Kernel, Seconds, Start));
        var later = Start + GrantTimes.LapsedAfter(GrantTimes.GrantSecondsMax);
        var next = ledger.Give(Kernel, Seconds, later)!;
        Assert.Equal(1, next.Count);
        Assert.Equal(ledger.Judge(new KernelId("machine", "0"), Seconds, later).Lapsed, next.Judge(new KernelId("machine", "0"), Seconds, later).Lapsed);
    }

    /// <summary>Whatever was given and whenever: "lapsed" is said only when each grant, and the unknown ones, are that old.</summary>
    [Fact]
    public void Lapsed_means_that_every_grant_is_over_by_far() => Gen
        .Select(Gen.Int[0, 2000].Array[0, 8], Gen.Int[GrantTimes.GrantSecondsMin, GrantTimes.GrantSecondsMax], Gen.Int[0, 4000])
        .Sample((gaps, seconds, wait) =>
        {
            var (ledger, now, last) = (new GrantLedger(Start), Start, Start);
            foreach (var gap in gaps)
            {
                now += TimeSpan.FromSeconds(gap);
                ledger = ledger.Give(Kernel, seconds, now)!;
                last = now;
            }

            var asked = now + TimeSpan.FromSeconds(wait);
            Assert.Equal(asked - last >= GrantTimes.LapsedAfter(seconds), ledger.Judge(Kernel, seconds, asked).Lapsed);
        });
}
