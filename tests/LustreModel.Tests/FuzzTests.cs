using CsCheck;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;

namespace LustreSupervisor.LustreModel.Tests;

public sealed class FuzzTests
{
    private static readonly Gen<string> Word = Gen.OneOf(
        OneOf("--mgs", "--mdt", "--ost", "--fsname=demo", "--fsname", "--index=1", "--index=0x", "--index=-1", "--mgsnode=10.0.0.1@tcp",
            "--mgsnode=::::", "--servicenode=,:,", "--failnode=1@tcp", "--dryrun", "--reformat", "--replace", "--param", "--param=x", "-n", "-o",
            "-t", "lustre", "--", "-", "", "--writeconf", "--erase-params", "--backfstype=zfs", "-V", "-f", "-m", "-h", "-p", "-L", "export"),
        OneOf(Scene.Ost, Scene.Mgt, "/mnt/ost", "/mnt/none", "/dev/none", "MGS@tcp:/x", "dl", "get_param", "ping", "*.*.*", "(", "[", "net", "show", "--device", "abort_recovery",
            "pool/ds", "pool", "import", "list", "set_param", "-P", "conf_param", "a.b=c", "set", "multihost=on", "add", "del", "--net", "--if", "tcp", "eth0",
            "lnet", "configure", "status", "-H", "-o", "name", "--backfstype=zfs", "-d", "-k", "abort_recov", "stats", "*.*.*.*=1"),
        Gen.String);

    private static readonly Gen<string[]> Argv =
        from tool in Gen.OneOf(OneOf([.. ToolMachine.Tools]), Gen.String)
        from rest in Word.Array[0, 8]
        select (string[])[tool, .. rest];

    [Fact]
    public void No_argument_vector_throws_and_every_command_ends() => Argv.Array[1, 6].Sample(calls =>
    {
        var scene = new Scene();
        scene.FormatMgt();
        foreach (var argv in calls)
        {
            var call = scene.World.Run("a", argv);
            Assert.NotNull(call.Reply);
            Assert.InRange(call.Reply.Exit, 0, 255);
        }
    }, iter: 1500);

    [Fact]
    public void With_mmp_no_order_of_mounts_crashes_and_unmounts_loses_data()
    {
        var acts = OneOf("mount", "umount", "crash", "boot", "pass", "long");
        Gen.Select(OneOf("a", "b"), acts).Array[1, 25].Sample(steps =>
        {
            var scene = new Scene();
            scene.RegisteredOst();
            var boots = 1;
            foreach (var (node, act) in steps)
                Act(scene, node, act, ref boots);
            scene.World.Pass(TimeSpan.FromMinutes(5));
            Assert.False(scene.DataLost);
            Assert.True(scene.World.Device(Scene.Ost).Target is { Label: "demo-OST000a" });
        }, iter: 1000);
    }

    [Fact]
    public void A_registration_never_gives_one_index_to_two_new_targets() => Gen.Select(Gen.Int[0, 3], Gen.Bool).Array[1, 20].Sample(tries =>
    {
        var config = MgsConfig.Empty;
        var granted = new HashSet<(int, bool)>();
        foreach (var (index, mdt) in tries)
        {
            (config, var error) = config.Register(new TargetRegistration($"demo-X{index:x4}", "demo", mdt, index, Virgin: true, Writeconf: false, "u", "n", ""));
            Assert.Equal(granted.Add((index, mdt)) ? 0 : Errno.AddrInUse, error);
        }
    });

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static void Act(Scene scene, string node, string act, ref int boots)
    {
        switch (act)
        {
            case "mount" when Lives(): scene.Begin(node, $"mount -t lustre {Scene.Ost} /mnt/ost"); break;
            case "umount" when Lives(): scene.Begin(node, "umount /mnt/ost"); break;
            case "crash": scene.World.Crash(node); break;
            case "boot" when !Lives(): scene.Boot(node, $"boot-{++boots}"); break;
            case "pass": scene.World.Pass(TimeSpan.FromSeconds(7)); break;
            case "long": scene.World.Pass(TimeSpan.FromSeconds(50)); break;
        }

        bool Lives() => scene.World.Lives(node);
    }
}
