using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Lnet;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Worlds;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Simulation.Machines;

/// <summary>A machine: power, a kernel while it is on, and the way to the API server.</summary>
internal sealed class Machine
{
    private readonly World _world;
    private int _boots;

    internal Machine(World world, string uuid, string nodeName, string address)
    {
        (_world, Uuid, NodeName, Address) = (world, uuid, nodeName, address);
        Host = new Host(uuid);
        Host.Kill();
        Tools = new KernelTools(world, this);
        Kubelet = new Kubelet(world, this);
    }

    internal string Uuid { get; }

    internal string NodeName { get; }

    internal string Address { get; }

    internal string Nid => $"{Address}@tcp";

    internal Host Host { get; private set; }

    /// <summary>The kernel's state; that of the last one while the machine is off.</summary>
    internal KernelState Kernel { get; set; } = null!;

    internal KernelTools Tools { get; }

    internal Kubelet Kubelet { get; private set; }

    internal bool IsOn => !Host.Dead;

    internal bool IsFrozen => Host.Frozen;

    /// <summary>Its network way to the API server and to the supervisors is cut; storage is not.</summary>
    internal bool IsPartitioned { get; set; }

    /// <summary>It was taken away: another machine has its node name.</summary>
    internal bool IsGone { get; set; }

    /// <summary>Devices that its path names lead to, where somebody changed that.</summary>
    private const string KernelNames = "/kernel";

    internal Dictionary<string, string> MovedPaths { get; } = new(StringComparer.Ordinal);

    internal bool IsReachable => IsOn && !IsFrozen && !IsPartitioned;

    internal KernelId Id => new(Uuid, Kernel.BootId);

    internal DateTimeOffset BootedAt { get; private set; }

    internal void Boot()
    {
        _boots++;
        Host = new Host($"{NodeName}#{_boots}");
        BootedAt = _world.Agenda.Now;
        Kernel = new KernelState(NodeName, Uuid, $"{Uuid}-b{_boots}", [Nid])
        {
            BootedAt = BootedAt,
            Modules = ModuleState.Loaded,
            Lnet = new LnetState { Up = true, Nis = [new LocalNi("tcp", "eth0", Address)] },
        };
        Kubelet = new Kubelet(_world, this);
        Kubelet.Start();
        _world.Trace.Add(NodeName, $"boots: {Id}");
        _world.Disturb(this);
    }

    /// <summary>Power off or crash: everything in it ends, nothing more is written.</summary>
    internal void Stop(string why)
    {
        if (!IsOn)
            return;
        _world.Trace.Add(NodeName, $"{why}: {Id} is no more");
        Host.Kill();
        _world.Disturb(this);
    }

    internal void Freeze()
    {
        _world.Trace.Add(NodeName, "freezes, with writes queued");
        _world.Disturb(this);
        Host.Freeze();
    }

    /// <summary>What was queued for the devices lands first, before anything looks around.</summary>
    internal void Thaw()
    {
        if (!IsOn || !IsFrozen)
            return;
        _world.Trace.Add(NodeName, "thaws");
        _world.Disturb(this);
        Tools.LandQueuedWrites();
        Host.Thaw();
    }

    /// <summary>The device to which a path leads now, or that the kernel's own name stands for.</summary>
    internal Device? DeviceAt(string path) =>
        _world.DeviceByPath(path.StartsWith(KernelNames, StringComparison.Ordinal)
            ? path[KernelNames.Length..]
            : MovedPaths.GetValueOrDefault(path, path)) is { } device && _world.Plan.Reaches(NodeName, device.Id) ? device : null;

    /// <summary>The kernel's own name for the device to which a path leads now: it stays with the device when paths move.</summary>
    internal string Resolve(string path) => DeviceAt(path) is { } device ? KernelNames + device.Path : path;

    /// <summary>Begins what ends every mount of a pod whose processes are gone.</summary>
    internal void EndMounts(string podUid)
    {
        foreach (var step in ToolMachine.EndPod(Kernel, podUid))
            Tools.Begin(step);
    }
}
