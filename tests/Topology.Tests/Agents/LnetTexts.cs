namespace LustreSupervisor.Topology.Tests.Agents;

/// <summary>What LNet's tools print.</summary>
internal static class LnetTexts
{
    public const string Show = """
        net:
            - net type: lo
              local NI(s):
                - nid: 0@lo
                  status: up
            - net type: tcp
              local NI(s):
                - nid: 10.0.0.1@tcp
                  status: up
                  interfaces:
                      0: eth0
                - nid: 10.0.1.1@tcp
                  status: down
                  interfaces:
                      0: eth1
            - net type: o2ib1
              local NI(s):
                - nid: 10.1.0.1@o2ib1
                  status: up
                  interfaces:
                      0: ib0

        """;

    public const string Verbose = """
        net:
            - net type: tcp
              local NI(s):
                - nid: 10.0.0.1@tcp
                  status: up
                  interfaces:
                      0: eth0
                  statistics:
                      send_count: 0
                      recv_count: 0
                      drop_count: 0
                  tunables:
                      peer_timeout: 180
                      peer_credits: 8
                      peer_buffer_credits: 0
                      credits: 256
                  lnd tunables:
                      conns_per_peer: 1
                  health stats:
                      health value: 1000
                      interrupts: 0
                  dev cpt: -1
                  CPT: "[0]"

        """;

    public const string Ping = "12345-0@lo\n12345-10.0.0.1@tcp\n12345-fd00::1@tcp\n";

    public const string OwnNids = "10.0.0.1@tcp\n10.1.0.1@o2ib1\n";
}
