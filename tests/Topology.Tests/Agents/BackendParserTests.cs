using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Topology.Tests.Agents;

/// <summary>What the tools of ext4 and of ZFS say.</summary>
public sealed class BackendParserTests
{
    public const string Dumpe2fsHeader = """
        Filesystem volume name:   demo-OST000a
        Filesystem UUID:          d00f1347-590e-49c3-91b8-61d1e7324b58
        Filesystem features:      has_journal ext_attr filetype extent 64bit mmp flex_bg
        MMP block number:         4385
        MMP update interval:      5
        MMP_block:
            mmp_magic: 0x4d4d50
            mmp_check_interval: 5
            mmp_sequence: 0xff4d4d50
            mmp_update_date: Mon Nov 23 20:59:31 2026
            mmp_update_time: 1795467571
            mmp_node_name: oss1
            mmp_device_name: dm-2

        """;

    private const string NotExported = """
        cannot import 'demo-ost0003': pool was previously in use from another system.
        Last accessed by oss1 (hostid=7f0100) at Sat Apr 28 20:28:30 2018
        The pool can be imported, use 'zpool import -f' to import the pool.
        """;

    private const string InUse = """
        cannot import 'demo-ost0003': pool is imported on oss1 (hostid: 0x7f0100)
        Export the pool on the other system, then run 'zpool import'.
        """;

    [Fact]
    public void The_MMP_block_names_who_wrote_last()
    {
        var read = MmpBlock.Parse(Dumpe2fsHeader)!;
        Assert.Equal(new MmpBlock(5, MmpBlock.CleanSequence, "oss1", "dm-2", 1795467571), read);
        Assert.True(read.IsClean);
        Assert.Null(MmpBlock.Parse("Filesystem features:      has_journal extent\n"));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("Filesystem features: mmp\nMMP update interval: often\n", 2)]
    [InlineData("Filesystem features: mmp\nMMP update interval: 5\nMMP update interval: 6\n", 3)]
    public void A_superblock_that_is_not_known_is_named(string text, int line) =>
        Assert.Equal(line, Assert.Throws<UnrecognizedOutputException>(() => MmpBlock.Parse(text)).LineNumber);

    [Theory]
    [InlineData(0, "dumpe2fs: it is safe to mount 'D', MMP is clean\n", MmpAnswer.Clean, "")]
    [InlineData(1, "dumpe2fs: MMP: device currently active while trying to open D\ndumpe2fs: MMP update by 'oss1dm-2' at Mon\n",
        MmpAnswer.InUse, "oss1dm-2")]
    [InlineData(1, "dumpe2fs: MMP: e2fsck being run while trying to open D\n", MmpAnswer.InUse, "")]
    [InlineData(2, "dumpe2fs: MMP feature not enabled.\n", MmpAnswer.NotEnabled, "")]
    [InlineData(19, "dumpe2fs: Bad magic number in super-block while trying to open D\n", MmpAnswer.NoFilesystem, "")]
    [InlineData(2, "dumpe2fs: No such file or directory while trying to open D\n", MmpAnswer.NotOpened, "")]
    public void The_MMP_check_is_read_by_exit_code_and_text(int exit, string text, MmpAnswer answer, string by) =>
        Assert.Equal(new MmpCheck(answer, by), MmpCheck.Parse(exit, "", text));

    [Fact]
    public void An_exit_code_without_its_text_proves_nothing()
    {
        Assert.Throws<UnrecognizedOutputException>(() => MmpCheck.Parse(0, "", ""));
        Assert.Throws<UnrecognizedOutputException>(() => MmpCheck.Parse(1, "MMP is clean", ""));
    }

    [Fact]
    public void Pools_and_their_properties_are_read()
    {
        Assert.Equal(
            [new PoolHere("demo-ost0003", "13301200160306108983", Suspended: false), new PoolHere("rpool", "42", Suspended: true)],
            ZpoolOutput.Pools("demo-ost0003\t13301200160306108983\tONLINE\nrpool\t42\tSUSPENDED\n"));
        Assert.Empty(ZpoolOutput.Pools(""));
        Assert.Throws<UnrecognizedOutputException>(() => ZpoolOutput.Pools("rpool\t42\tUNKNOWN\n"));
        Assert.Equal("13301200160306108983", ZpoolOutput.PoolId("13301200160306108983\n"));
        Assert.True(ZpoolOutput.Multihost("on\n"));
        Assert.False(ZpoolOutput.Multihost("off\n"));
        Assert.Equal("", ZpoolOutput.Value("-\n"));
    }

    [Fact]
    public void Values_that_are_not_known_are_refused()
    {
        Assert.Throws<UnrecognizedOutputException>(() => ZpoolOutput.PoolId("0\n"));
        Assert.Throws<UnrecognizedOutputException>(() => ZpoolOutput.Multihost("maybe\n"));
        Assert.Throws<UnrecognizedOutputException>(() => ZpoolOutput.Value(""));
        Assert.Throws<UnrecognizedOutputException>(() => ZpoolOutput.Pools("no/pool\t42\tONLINE\n"));
    }

    [Theory]
    [InlineData(NotExported, ZpoolRefusal.LastUsedElsewhere, "oss1")]
    [InlineData(InUse, ZpoolRefusal.ActiveElsewhere, "oss1")]
    [InlineData("cannot import 'x': pool is imported on a remote host\n", ZpoolRefusal.ActiveElsewhere, "")]
    [InlineData("Cannot import 'x': pool has the multihost property on and the\nsystem's hostid is not set. Set a unique hostid …",
        ZpoolRefusal.NoHostId, "")]
    [InlineData("cannot import 'x': no such pool available\n", ZpoolRefusal.NotFound, "")]
    [InlineData("cannot import 'x': a pool with that name already exists\nuse the form …\n", ZpoolRefusal.AlreadyHere, "")]
    [InlineData("cannot import 'x': one or more devices is currently unavailable\n", ZpoolRefusal.Damaged, "")]
    public void A_refused_import_says_why(string text, ZpoolRefusal refusal, string host)
    {
        var read = ZpoolImportError.Parse(text);
        Assert.Equal((refusal, host), (read.Refusal, read.Host));
    }

    [Fact]
    public void An_unknown_refusal_is_named() =>
        Assert.Equal("internal error", Assert.Throws<UnrecognizedOutputException>(() => ZpoolImportError.Parse("\ninternal error")).Line);
}
