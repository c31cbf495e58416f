using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;
using LustreSupervisor.LustreModel.World;

namespace LustreSupervisor.LustreModel.Tests;

/// <summary>Two nodes, a few shared devices of 512 MiB, directories under /mnt; the model's time.</summary>
internal sealed class Scene
{
    public const string Mgt = "/dev/mgt";
    public const string Mdt = "/dev/mdt";
    public const string Ost = "/dev/ost";
    public const string Service = "--servicenode=10.0.0.1@tcp --servicenode=10.0.0.2@tcp";

    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public Scene()
    {
        foreach (var path in (string[])[Mgt, Mdt, Ost, "/dev/ost2"])
            World.Put(new DeviceState(path, 512L << 20));
        foreach (var directory in (string[])["/mnt/mgt", "/mnt/mdt", "/mnt/ost", "/mnt/ost2"])
            World.MakeDirectory(directory);
        Boot("a");
        Boot("b");
    }

    public ModelWorld World { get; } = new(Randomness(seed: 1), Start);

    public void Boot(string node, string boot = "boot-1") => World.Boot(
        new KernelState(node, $"uuid-{node}", $"{node}-{boot}", [node == "a" ? "10.0.0.1@tcp" : "10.0.0.2@tcp"]));

    public ModelCall Call(string node, string line) => World.Run(node, line.Split(' '));

    public ToolReply Run(string node, string line) => Call(node, line).Reply!;

    public ToolReply Ok(string node, string line)
    {
        var reply = Run(node, line);
        Assert.True(reply.Exit == 0, $"{line} exited {reply.Exit}: {reply.Stderr}");
        return reply;
    }

    public ModelCall Begin(string node, string line, string pod = "") => World.Begin(node, new ToolCaller([.. line.Split(' ')], 0, pod));

    public TargetData Target(string path) => World.Device(path).Target ?? throw new InvalidOperationException($"{path} bears no target");

    public void FormatMgt(string more = Service) => Ok("a", $"mkfs.lustre --mgs {more} {Mgt}");

    public void FormatOst(string path = Ost, int index = 10, string more = Service) =>
        Ok("a", $"mkfs.lustre --ost --fsname=demo --index={index} --mgsnode=10.0.0.1@tcp {more} {path}");

    public void StartMgs(string node = "a")
    {
        if (World.Device(Mgt).Target is null)
            FormatMgt();
        Ok(node, $"mount -t lustre {Mgt} /mnt/mgt");
    }

    /// <summary>An MGS and an OST that is registered and stopped.</summary>
    public void RegisteredOst(string more = Service)
    {
        StartMgs();
        FormatOst(more: more);
        Ok("a", $"mount -t lustre {Ost} /mnt/ost");
        Ok("a", "umount /mnt/ost");
    }

    private static Func<Entropy> Randomness(int seed)
    {
        var random = new Random(seed);
        return () =>
        {
            var bytes = new byte[16];
            random.NextBytes(bytes);
            return new Entropy(new Guid(bytes), (uint)random.NextInt64(uint.MaxValue));
        };
    }

    public bool DataLost => World.Events.Any(e => e.Kind == KernelEventKind.DataLoss);
}
