namespace LustreSupervisor.Topology.Tests.Agents;

/// <summary>Output of the real tools, version 2.17.0.</summary>
internal static class ToolTexts
{
    public const string TunefsRegisteredOst = """
        checking for existing Lustre data: found

           Read previous values:
        Target:     demo-OST000a
        Index:      10
        Lustre FS:  demo
        Mount type: ldiskfs
        Flags:      0x1042
                      (OST update no_primnode )
        Persistent mount opts: ,errors=remount-ro
        Parameters: mgsnode=10.0.0.1@tcp,10.1.0.1@tcp1:10.0.0.2@tcp failover.node=10.0.0.11@tcp:10.0.0.12@tcp


           Permanent disk data:
        Target:     demo=OST000a
        Index:      10
        Lustre FS:  demo
        Mount type: ldiskfs
        Flags:      0x1142
                      (OST update writeconf no_primnode )
        Persistent mount opts: ,errors=remount-ro
        Parameters: mgsnode=10.0.0.1@tcp,10.1.0.1@tcp1:10.0.0.2@tcp failover.node=10.0.0.11@tcp:10.0.0.12@tcp

        exiting before disk write.
        """;

    public const string TunefsMgs = """
        checking for existing Lustre data: found

           Read previous values:
        Target:     MGS
        Index:      unassigned
        Lustre FS:  
        Mount type: ldiskfs
        Flags:      0x1044
                      (MGS update no_primnode )
        Persistent mount opts: user_xattr,errors=remount-ro
        Parameters: failover.node=10.0.0.1@tcp:10.0.0.2@tcp

        """;

    public const string BlkidVirginOst = """
        DEVNAME=/dev/ost
        LABEL=demo:OST000a
        UUID=3f0c55d1-0000-4000-8000-000000000001
        VERSION=1.0
        BLOCK_SIZE=4096
        TYPE=ext4
        USAGE=filesystem

        """;

    public const string DeviceListOss = """
          0 UP osd-ldiskfs demo-OST0000-osd demo-OST0000-osd_UUID 4
          1 UP mgc MGC10.0.0.1@tcp 1f45bb57-d9be-2ddb-c0b0-5431a4922670 4
          2 UP ost OSS OSS_uuid 2
          3 UP obdfilter demo-OST0000 demo-OST0000_UUID 6
          4 UP lwp demo-MDT0000-lwp-OST0000 demo-MDT0000-lwp-OST0000_UUID 4
        """;

    public const string MkfsDryRunOst = """

           Permanent disk data:
        Target:     demo:OST000a
        Index:      10
        Lustre FS:  demo
        Mount type: ldiskfs
        Flags:      0x1062
                      (OST first_time update no_primnode )
        Persistent mount opts: ,errors=remount-ro
        Parameters: mgsnode=10.0.0.1@tcp,10.1.0.1@tcp1:10.0.0.2@tcp failover.node=10.0.0.11@tcp:10.0.0.12@tcp

        exiting before disk write.

        """;

    public const string MkfsDryRunMgs = """

           Permanent disk data:
        Target:     MGS
        Index:      unassigned
        Lustre FS:  
        Mount type: ldiskfs
        Flags:      0x64
                      (MGS first_time update )
        Persistent mount opts: user_xattr,errors=remount-ro
        Parameters:

        exiting before disk write.

        """;

    public const string MkfsDryRunMdt = """

           Permanent disk data:
        Target:     demo:MDT0000
        Index:      0
        Lustre FS:  demo
        Mount type: ldiskfs
        Flags:      0x1061
                      (MDT first_time update no_primnode )
        Persistent mount opts: user_xattr,errors=remount-ro
        Parameters: mgsnode=10.0.0.1@tcp failover.node=10.0.0.1@tcp:10.0.0.2@tcp

        exiting before disk write.

        """;
}
