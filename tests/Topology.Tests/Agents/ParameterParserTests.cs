using LustreSupervisor.Topology.Agents.Parsing;

namespace LustreSupervisor.Topology.Tests.Agents;

public sealed class ParameterParserTests
{
    [Fact]
    public void Values_of_one_line_follow_their_names()
    {
        var read = ParameterOutput.Parse(ParameterTexts.OneLiners);
        Assert.Equal(4, read.Length);
        Assert.Equal(new LustreParameter("osd-ldiskfs.demo-OST0000.kbytesfree", "37850660"), read[1]);
        Assert.Equal("obdfilter.demo-OST0000.exports.10.0.0.7@tcp.uuid", read[3].Name);
    }

    [Fact]
    public void Values_of_several_lines_end_at_the_next_name()
    {
        var read = ParameterOutput.Parse(ParameterTexts.Mixed);
        Assert.Equal(["status: WAITING_FOR_CLIENTS", "status: COMPLETE\ncompleted_clients: 4/8",
            "device lustre-OST0012 reported unhealthy\nNOT HEALTHY"], read.Select(p => p.Value));
    }

    [Fact]
    public void A_line_before_any_name_is_not_understood() =>
        Assert.Equal(2, Assert.Throws<UnrecognizedOutputException>(() => ParameterOutput.Parse("\nstray line\n")).LineNumber);

    [Fact]
    public void Stats_carry_as_much_as_their_unit_has()
    {
        var read = StatsOutput.Parse(ParameterTexts.Stats);
        Assert.Equal((1620410016.123456789m, 1620400000m, 10016.123456789m), (read.SnapshotTime, read.StartTime, read.ElapsedTime));
        Assert.Equal(
            [
                new StatsCounter("write_bytes", 25001, "bytes", 98304, 4194304, 104857600000, 439803838556274688),
                new StatsCounter("create", 4, "reqs", null, null, null, null),
                new StatsCounter("statfs", 17, "usecs", 1, 9, 60, null),
            ],
            read.Counters);
    }

    [Fact]
    public void Stats_of_older_kernels_have_only_the_snapshot()
    {
        var read = StatsOutput.Parse(ParameterTexts.OldStats);
        Assert.Null(read.StartTime);
        Assert.Null(read.ElapsedTime);
        Assert.Equal("ping", Assert.Single(read.Counters).Name);
    }

    [Theory]
    [InlineData("snapshot_time 1.0 secs.nsecs\nwrite_bytes many samples [bytes]", 2)]
    [InlineData("snapshot_time 1.0 secs.nsecs\nsnapshot_time 2.0 secs.nsecs", 2)]
    [InlineData("create 4 samples [reqs]", 0)]
    public void Stats_that_are_not_known_are_named_by_their_line(string text, int line) =>
        Assert.Equal(line, Assert.Throws<UnrecognizedOutputException>(() => StatsOutput.Parse(text)).LineNumber);

    [Fact]
    public void Jobs_are_read_with_their_operations()
    {
        var read = JobStats.Parse(ParameterTexts.JobStats);
        Assert.Equal(["cp.0", "dd:1000"], read.Select(j => j.JobId));
        Assert.Equal(1620410016.123456789m, read[0].SnapshotTime);
        Assert.Equal(
            [new StatsCounter("write", 1, "bytes", 4096, 4096, 4096, 16777216), new StatsCounter("open", 1, "reqs", null, null, null, null)],
            read[0].Operations);
    }

    [Theory]
    [InlineData("job_stats:\n")]
    [InlineData("mdt.demo-MDT0000.job_stats=job_stats:\n")]
    public void No_job_has_run(string text) => Assert.Empty(JobStats.Parse(text));

    [Theory]
    [InlineData("job_stats:\n  write: { samples: 1, unit: bytes }", 2)]
    [InlineData("job_stats:\n- job_id: a\n  write: { samples: one, unit: bytes }", 3)]
    [InlineData("job_stats:\n- job_id: a\n  snapshot_time: soon", 3)]
    [InlineData("", 0)]
    public void Jobs_that_are_not_known_are_named_by_their_line(string text, int line) =>
        Assert.Equal(line, Assert.Throws<UnrecognizedOutputException>(() => JobStats.Parse(text)).LineNumber);

    [Fact]
    public void Devices_that_the_kernel_blames_are_kept()
    {
        var read = HealthCheck.Parse(
            "health_check=device lustre-OST0012 reported unhealthy\ndevice lustre-OST0013-osd reported unhealthy\nNOT HEALTHY\n");
        Assert.True(read.Blames("lustre-OST0012") && read.Blames("lustre-OST0013"));
        Assert.False(read.Blames("lustre-OST0001"));
        Assert.Equal(1, Assert.Throws<UnrecognizedOutputException>(() => HealthCheck.Parse("mostly fine\nhealthy\n")).LineNumber);
    }
}
