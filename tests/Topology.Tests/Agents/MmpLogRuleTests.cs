using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class MmpLogRuleTests
{
    public const string Log = """
        [    1.000000] EXT4-fs (vda): mounted filesystem r/w
        [   90.000000] LDISKFS-fs warning (device dm-2): ldiskfs_multi_mount_protect: Device is already active on another node.
        [   90.000001] LDISKFS-fs warning (device dm-2): ldiskfs_multi_mount_protect: MMP failure info: last update time: 7, last update node: oss1, last update device: dm-9
        [  101.500000] LDISKFS-fs warning (device dm-21): ldiskfs_multi_mount_protect: MMP interval 42 higher than expected, please wait.
        [  123.000000] LDISKFS-fs warning (device dm-3): ldiskfs_multi_mount_protect: Device is already active on another node.

        """;

    [Fact]
    public void A_refusal_names_the_node_that_wrote_last()
    {
        var refusal = MmpLogRule.Find(KernelLog.Parse(Log), ["sdb", "dm-2"], 89)!;
        Assert.Equal("oss1", refusal.Node);
        var fault = MountErrors.Classify(22, "This may have multiple causes.", true, refusal);
        Assert.Equal((FaultKind.Target, "ActiveElsewhere"), (fault.Kind, fault.Reason));
        Assert.Contains("oss1", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dm-2", 90.000001)]
    [InlineData("dm-21", 0)]
    [InlineData("sdb", 0)]
    public void What_was_before_or_of_another_device_or_no_refusal_is_none(string device, double after) =>
        Assert.Null(MmpLogRule.Find(KernelLog.Parse(Log), [device], after));

    [Fact]
    public void A_refusal_without_a_node_is_still_one() => Assert.Equal("", MmpLogRule.Find(KernelLog.Parse(Log), ["dm-3"], 100)?.Node);

    [Theory]
    [InlineData(22, "MountInvalid")]
    [InlineData(110, "MgsTimedOut")]
    [InlineData(16, "ActiveElsewhere")]
    public void Without_a_refusal_the_exit_code_stands_alone(int exit, string reason) =>
        Assert.Equal(reason, MountErrors.Classify(exit, "", true).Reason);

    [Fact]
    public void A_log_without_stamps_is_refused() =>
        Assert.Equal(1, Assert.Throws<UnrecognizedOutputException>(() => KernelLog.Parse("no stamp\n")).LineNumber);

    [Fact]
    public void Lines_that_go_on_have_the_stamp_of_their_first()
    {
        var read = KernelLog.Parse("[    2.500000] one\n two\n");
        Assert.Equal([new KernelLogLine(2.5, "one"), new KernelLogLine(2.5, "two")], read.Lines);
        Assert.Equal(2.5, read.LastSeconds);
    }
}
