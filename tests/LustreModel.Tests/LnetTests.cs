using CsCheck;
using LustreSupervisor.LustreModel.Faults;
using LustreSupervisor.LustreModel.Lnet;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;

namespace LustreSupervisor.LustreModel.Tests;

public sealed class LnetTests
{
    private const string Rails = """
        net:
            - net type: tcp
              local NI(s):
                - interfaces:
                      0: eth0
                - interfaces:
                      0: eth1
            - net type: o2ib
              local NI(s):
                - interfaces:
                      0: ib0
                  tunables:
                      peer_credits: 32
                      credits: 1024
                  lnd tunables:
                      peercredits_hiw: 16
        global:
            discovery: 1
        """;

    private readonly Scene _scene = new();

    public LnetTests()
    {
        Interfaces("a", 1);
        Interfaces("b", 2);
    }

    [Fact]
    public void Without_a_configuration_the_first_interface_becomes_tcp()
    {
        Assert.Equal((0, ""), (_scene.Run("a", "lnetctl export").Exit, _scene.Run("a", "lnetctl export").Stdout));
        _scene.StartMgs();
        Assert.Equal("10.0.0.1@tcp\n", _scene.Ok("a", "lctl list_nids").Stdout);
        Assert.Equal("""
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

            """, _scene.Ok("a", "lnetctl net show").Stdout);
    }

    [Fact]
    public void Lnet_alone_does_not_load_lustre()
    {
        _scene.Ok("a", "lnetctl lnet configure");
        Assert.Equal(2, _scene.Run("a", "lctl dl").Exit);
        Assert.Equal("", _scene.Ok("a", "lctl list_nids").Stdout);
        _scene.Ok("a", "lnetctl lnet unconfigure");
        _scene.Ok("a", "lnetctl lnet configure --all");
        Assert.Equal("10.0.0.1@tcp\n", _scene.Ok("a", "lctl list_nids").Stdout);
    }

    [Fact]
    public void An_imported_configuration_is_what_is_shown_and_what_registers()
    {
        _scene.Ok("a", "lnetctl lnet configure");
        Assert.Equal(0, Import("a", Rails).Exit);
        Assert.Equal("10.0.0.1@tcp\n10.0.1.1@tcp\n10.2.0.1@o2ib\n", _scene.Ok("a", "lctl list_nids").Stdout);
        var tcp = _scene.Ok("a", "lnetctl net show --net tcp0 -v").Stdout;
        Assert.Contains("        - nid: 10.0.1.1@tcp\n          status: up\n          interfaces:\n              0: eth1\n          statistics:\n"
            + "              send_count: 0\n", tcp, StringComparison.Ordinal);
        Assert.Contains("          tunables:\n              peer_timeout: 180\n              peer_credits: 8\n              peer_buffer_credits: 0\n"
            + "              credits: 256\n          health stats:\n              health value: 1000\n", tcp, StringComparison.Ordinal);
        Assert.DoesNotContain("o2ib", tcp, StringComparison.Ordinal);
        _scene.StartMgs();
        _scene.FormatOst();
        _scene.Ok("a", $"mount -t lustre {Scene.Ost} /mnt/ost");
        Assert.Equal("10.0.0.1@tcp,10.0.1.1@tcp,10.2.0.1@o2ib", _scene.World.Device(Scene.Mgt).Config.Targets["demo-OST000a"].Nids);
    }

    [Fact]
    public void Every_rail_of_a_peer_answers_from_a_rail_of_its_network()
    {
        foreach (var node in (string[])["a", "b"])
        {
            _scene.Ok(node, "lnetctl lnet configure");
            Assert.Equal(0, Import(node, Rails).Exit);
        }
        foreach (var nid in (string[])["10.0.0.2@tcp", "10.0.1.2@tcp", "10.2.0.2@o2ib"])
            Assert.Equal($"12345-0@lo\n12345-10.0.0.2@tcp\n12345-10.0.1.2@tcp\n12345-10.2.0.2@o2ib\n", _scene.Ok("a", $"lctl ping {nid}").Stdout);
        Assert.Equal(1, _scene.Run("a", "lctl ping 10.0.0.2@tcp1").Exit);
        Assert.Equal("10.2.0.9@o2ib\n", _scene.Ok("a", "lctl which_nid 10.0.0.9@tcp7 10.2.0.9@o2ib").Stdout);

        // One rail cut off: the other carries on, and the network is shown down where it was cut.
        _scene.World.Inject("a", new KernelFault(KernelFaultKind.NetworkLost, "10.0.0.1@tcp"));
        _scene.Ok("a", "lctl ping 10.0.1.2@tcp");
        Assert.Contains("- nid: 10.0.0.1@tcp\n          status: down\n", _scene.Ok("a", "lnetctl net show").Stdout, StringComparison.Ordinal);
        Assert.Contains("send_count: 4\n", _scene.Ok("a", "lnetctl stats show").Stdout, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("net add --net tcp --if eth9", "add:\n    - net:\n          errno: -19\n          descr: cannot add LNet NI\n")]
    [InlineData("net add --net tcp --if eth0", "add:\n    - net:\n          errno: -17\n          descr: cannot add LNet NI\n")]
    [InlineData("net add --net token --if eth0", "add:\n    - net:\n          errno: -19\n          descr: cannot parse net\n")]
    [InlineData("net add --net tcp", "")]
    [InlineData("net del --net o2ib", "del:\n    - net:\n          errno: -2\n          descr: LNet net doesn't exist\n")]
    [InlineData("net del --net tcp --if ib0", "del:\n    - net:\n          errno: -22\n          descr: interface invalid for deleting LNet NI\n")]
    public void A_change_that_fails_is_yaml_on_standard_error_and_exits_234(string line, string stderr)
    {
        _scene.Ok("a", "lnetctl lnet configure --all");
        var reply = _scene.Run("a", $"lnetctl {line}");
        Assert.Equal((234, stderr), (reply.Exit, reply.Stderr));
        Assert.Equal("10.0.0.1@tcp\n", _scene.Ok("a", "lctl list_nids").Stdout);
    }

    [Fact]
    public void A_network_in_use_is_not_taken_away_and_an_unused_one_is()
    {
        _scene.Ok("a", "lnetctl lnet configure --all");
        _scene.Ok("a", "lnetctl net add --net tcp1 --if eth1,ib0");
        _scene.Ok("a", "lnetctl net del --net tcp1 --if ib0");
        Assert.Equal("10.0.0.1@tcp\n10.0.1.1@tcp1\n", _scene.Ok("a", "lctl list_nids").Stdout);
        _scene.StartMgs();
        Assert.Contains("errno: -16\n", _scene.Run("a", "lnetctl net del --net tcp1").Stderr, StringComparison.Ordinal);
        Assert.Equal(240, _scene.Run("a", "lnetctl lnet unconfigure").Exit);
        _scene.Ok("a", "umount /mnt/mgt");
        Assert.Equal(0, Import("a", "net:\n- net type: tcp1\n", "--del").Exit);
        Assert.Equal("10.0.0.1@tcp\n", _scene.Ok("a", "lctl list_nids").Stdout);
    }

    [Fact]
    public void What_was_exported_can_be_imported()
    {
        _scene.Ok("a", "lnetctl lnet configure");
        Import("a", Rails);
        var exported = _scene.Ok("a", "lnetctl export").Stdout;
        _scene.Ok("a", "lnetctl lnet unconfigure");
        _scene.Ok("a", "lnetctl lnet configure");
        Assert.Equal((0, ""), (Import("a", exported).Exit, ""));
        Assert.Equal(exported, _scene.Ok("a", "lnetctl export").Stdout);
    }

    [Fact]
    public void With_lnet_up_but_no_network_a_first_mount_finds_no_mgs()
    {
        _scene.StartMgs();
        _scene.FormatOst();
        _scene.Ok("b", "lnetctl lnet configure");
        Assert.Equal(5, _scene.Run("b", $"mount -t lustre {Scene.Ost} /mnt/ost").Exit);
        _scene.Ok("b", "lnetctl net add --net tcp --if eth0");
        _scene.Ok("b", $"mount -t lustre {Scene.Ost} /mnt/ost");
    }

    [Theory]
    [InlineData("tcp:\n- x", "add:\n    - import:\n          errno: -22\n          descr: unknown key 'tcp'\n")]
    [InlineData("net:\n  - net type: tcp\n   wrong", "import: Parser error: while parsing a block: did not find expected key at line 3, column 1\n")]
    [InlineData("net:\n  - net type: tcp\n", "add:\n    - net:\n          errno: -22\n          descr: interface / NID is missing\n")]
    public void A_file_that_is_wrong_is_refused(string yaml, string stderr)
    {
        _scene.Ok("a", "lnetctl lnet configure");
        var reply = Import("a", yaml);
        Assert.Equal((234, stderr), (reply.Exit, reply.Stderr));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() => Assert.Equal(
        (254, "yaml:\n    - builder:\n          errno: -1\n          descr: cannot open '/none': No such file or directory\n"),
        (_scene.Run("a", "lnetctl import /none").Exit, _scene.Run("a", "lnetctl import /none").Stderr));

    [Fact]
    public void No_text_breaks_the_import() => Gen.OneOf(Gen.String, Gen.String["-: \n\tnetypeloc'\"#[]0"]).Sample(text =>
        Assert.InRange(Import("a", text).Exit, 0, 255), iter: 2000, threads: 1);

    private ToolReply Import(string node, string yaml, string option = "--add") =>
        _scene.World.Begin(node, new ToolCaller(["lnetctl", "import", option], Input: yaml)).Reply!;

    private void Interfaces(string node, int number) => _scene.World.Change(node, k => k with
    {
        Interfaces = [new NetInterface("eth0", $"10.0.0.{number}"), new NetInterface("eth1", $"10.0.1.{number}"), new NetInterface("ib0", $"10.2.0.{number}")],
    });
}
