using LustreSupervisor.Topology.Agents.Mounts;
using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class MountErrorsTests
{
    [Theory]
    [InlineData(1, "", FaultKind.Unknown, "NotPermitted")]
    [InlineData(2, "Is the MGS specification correct?", FaultKind.Target, "UnknownToMgs")]
    [InlineData(2, "mount point does not exist", FaultKind.Unknown, "MountFailed")]
    [InlineData(5, "Is the MGS running?", FaultKind.Target, "IoError")]
    [InlineData(6, "", FaultKind.Target, "BadConfiguration")]
    [InlineData(15, "Do you need -o loop?", FaultKind.Node, "NotABlockDevice")]
    [InlineData(16, "Is the backend filesystem mounted?", FaultKind.Target, "ActiveElsewhere")]
    [InlineData(17, "according to /etc/mtab", FaultKind.Node, "AlreadyMounted")]
    [InlineData(19, "Are the lustre modules loaded?", FaultKind.Node, "ModulesMissing")]
    [InlineData(19, "D has not been formatted with mkfs.lustre", FaultKind.Target, "NotLustre")]
    [InlineData(22, "This may have multiple causes.", FaultKind.Target, "MountInvalid")]
    [InlineData(30, "", FaultKind.Target, "ReadOnlyDevice")]
    [InlineData(32, "unknown filesystem type 'lustre'", FaultKind.Unknown, "HelperMissing")]
    [InlineData(98, "The target service's index is already in use. (D)", FaultKind.Target, "IndexInUse")]
    [InlineData(107, "", FaultKind.MgsUnreachable, "MgsNotConnected")]
    [InlineData(108, "", FaultKind.MgsUnreachable, "MgsShutDown")]
    [InlineData(110, "", FaultKind.MgsUnreachable, "MgsTimedOut")]
    [InlineData(114, "The target service is already running. (D)", FaultKind.Node, "AlreadyRunning")]
    [InlineData(123, "This filesystem needs at least 1 OST", FaultKind.Unknown, "MountFailed")]
    [InlineData(200, "", FaultKind.Unknown, "MountFailed")]
    public void Every_exit_of_mount_has_its_row(int exit, string stderr, FaultKind kind, string reason)
    {
        var fault = MountErrors.Classify(exit, stderr, mgsReachable: true);
        Assert.Equal((kind, reason), (fault.Kind, fault.Reason));
    }

    [Fact]
    public void EIO_with_a_silent_MGS_is_the_MGS() =>
        Assert.Equal(FaultKind.MgsUnreachable, MountErrors.Classify(5, "Is the MGS running?", mgsReachable: false).Kind);

    [Theory]
    [InlineData(TargetFlags.Ost | TargetFlags.FirstTime, true)]
    [InlineData(TargetFlags.Mdt | TargetFlags.Update, true)]
    [InlineData(TargetFlags.Ost | TargetFlags.WriteConf, true)]
    [InlineData(TargetFlags.Ost | TargetFlags.NoPrimNode, false)]
    public void New_and_changed_targets_must_register(TargetFlags flags, bool must) => Assert.Equal(must, MountErrors.MustRegister(flags));

    [Theory]
    [InlineData(5, "IoError")]
    [InlineData(110, "ActiveElsewhere")]
    [InlineData(107, "MountFailed")]
    public void The_MGS_does_not_wait_for_itself(int exit, string reason) =>
        Assert.Equal(reason, MountErrors.Classify(exit, "", mgsReachable: null).Reason);

    [Theory]
    [InlineData(0, "dumpe2fs: it is safe to mount '/dev/x', MMP is clean", "", null)]
    [InlineData(1, "", "dumpe2fs: MMP: device currently active while trying to open /dev/x\nMMP update by 'node2dm-3' at Sat",
        "ActiveElsewhere")]
    [InlineData(2, "", "dumpe2fs: MMP feature not enabled.", "MmpMissing")]
    [InlineData(1, "", "dumpe2fs: Bad magic number in super-block while trying to open /dev/x", "NotLustre")]
    [InlineData(2, "", "dumpe2fs: Input/output error", "ProbeFailed")]
    public void Multi_mount_protection_is_asked_first(int exit, string stdout, string stderr, string? reason) =>
        Assert.Equal(reason, MmpRule.Classify("/dev/x", exit, stdout, stderr, Rules.All)?.Reason);
}
