namespace LustreSupervisor.Topology.Tests.Agents;

/// <summary>Values of kernel parameters, as <c>lctl get_param</c> prints them.</summary>
internal static class ParameterTexts
{
    public const string OneLiners = """
        osd-ldiskfs.demo-OST0000.kbytestotal=94181368
        osd-ldiskfs.demo-OST0000.kbytesfree=37850660
        obdfilter.demo-OST0000.num_exports=5
        obdfilter.demo-OST0000.exports.10.0.0.7@tcp.uuid=1f45bb57-d9be-2ddb-c0b0-5431a4922670

        """;

    public const string Mixed = """
        obdfilter.fs-OST0004.recovery_status=status: WAITING_FOR_CLIENTS
        obdfilter.fs-OST0000.recovery_status=
        status: COMPLETE
        completed_clients: 4/8
        health_check=device lustre-OST0012 reported unhealthy
        NOT HEALTHY

        """;

    public const string Stats = """
        obdfilter.demo-OST0000.stats=
        snapshot_time             1620410016.123456789 secs.nsecs
        start_time                1620400000.000000000 secs.nsecs
        elapsed_time              10016.123456789 secs.nsecs
        write_bytes               25001 samples [bytes] 98304 4194304 104857600000 439803838556274688
        create                    4 samples [reqs]
        statfs                    17 samples [usecs] 1 9 60

        """;

    public const string OldStats = """
        snapshot_time             1620410016.123456 secs.usecs
        ping                      1 samples [reqs]

        """;

    public const string JobStats = """
        obdfilter.demo-OST0000.job_stats=
        job_stats:
        - job_id:          cp.0
          snapshot_time:   1620410016.123456789 secs.nsecs
          start_time:      1620400000.000000000 secs.nsecs
          write:           { samples: 1, unit: bytes, min: 4096, max: 4096, sum: 4096, sumsq: 16777216, hist: { 4K: 1 } }
          open:            { samples: 1, unit: reqs }
        - job_id:          "dd:1000"
          snapshot_time:   1620410017
          read:            { samples: 2, unit: bytes, min: 1, max: 2, sum: 3 }

        """;
}
