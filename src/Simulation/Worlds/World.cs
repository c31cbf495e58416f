using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.Simulation.Agents;
using LustreSupervisor.Simulation.Api;
using LustreSupervisor.Simulation.Engine;
using LustreSupervisor.Simulation.Invariants;
using LustreSupervisor.Simulation.Journal;
using LustreSupervisor.Simulation.Machines;
using LustreSupervisor.Simulation.Supervisors;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;
using Entropy = LustreSupervisor.Topology.Decisions.Entropy;

namespace LustreSupervisor.Simulation.Worlds;

/// <summary>Everything there is in one seed.</summary>
internal sealed class World
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Dice _entropy;
    private const int HeldCopies = 6;
    private readonly Dictionary<string, Device> _byPath;
    private readonly List<(TargetAgent Agent, Action Message)> _held = [];

    internal World(ulong seed, Rules rules, bool trace, IRecorder? recorder)
    {
        var dice = new Dice(seed * 0x9E3779B97F4A7C15UL);
        (Rules, Recorder) = (rules, recorder);
        Agenda = new Agenda(Beginning);
        Trace = new Trace(Agenda, trace);
        Plan = new WorldPlan(dice.For(1));
        Delays = dice.For(2);
        _entropy = dice.For(3);
        _byPath = Plan.Devices.ToDictionary(d => d.Path, StringComparer.Ordinal);
        Api = new ApiServer(this);
        Journal = new EventJournal(this);
        Lustre = new LustreNetwork(this);
        Bmc = new ManagementController(this);
        Witness = new Witness(this);
        foreach (var node in Plan.Nodes)
            Machines.Add(new Machine(this, $"m-{node}", node, Plan.AddressOf(node)));
        Members = [new Member(this, "s1"), new Member(this, "s2")];
        Ownership = new Ownership(this);
        foreach (var device in Plan.Devices.Where(d => d.HoldsForeignData))
            device.State = device.State with { Content = new Foreign("xfs", "scratch", "5ca1ab1e-0000-4000-8000-000000000001") };
    }

    internal Agenda Agenda { get; }

    internal Trace Trace { get; }

    internal Rules Rules { get; }

    internal WorldPlan Plan { get; }

    /// <summary>Dice for delays and losses.</summary>
    internal Dice Delays { get; }

    internal ApiServer Api { get; }

    internal EventJournal Journal { get; }

    internal LustreNetwork Lustre { get; }

    internal ManagementController Bmc { get; }

    internal Witness Witness { get; }

    internal IRecorder? Recorder { get; }

    internal List<Machine> Machines { get; } = [];

    internal IReadOnlyList<Member> Members { get; }

    internal Ownership Ownership { get; }

    /// <summary>What never fails: the API server's and the journal's own machines.</summary>
    internal Host Host { get; } = new("infrastructure");

    /// <summary>Until then messages are lost, repeated and late.</summary>
    internal DateTimeOffset LossUntil { get; set; }

    internal bool LosesMessages => Agenda.Now < LossUntil;

    /// <summary>When something last happened to what all servers share: the API server, the journal, the supervisors.</summary>
    internal DateTimeOffset DisturbedAt { get; private set; }

    internal Dictionary<object, DateTimeOffset> Disturbances { get; } = [];

    /// <summary>Machines of which no supervisor hears that they booted, until these times.</summary>
    internal Dictionary<string, DateTimeOffset> BootsUnheard { get; } = new(StringComparer.Ordinal);

    internal HeldReports HeldReports { get; } = new();

    /// <summary>The machine that the last fault struck.</summary>
    internal Machine? Focus { get; set; }

    /// <summary>What is to happen when a format begins; null for nothing.</summary>
    internal Action<Machine>? OnFormat { get; set; }

    internal Dictionary<string, string> PodTargets { get; } = new(StringComparer.Ordinal);

    /// <summary>Every server is where only a person could change anything, or serves.</summary>
    internal bool IsQuiet => Witness.Filesystems.Count == Plan.Filesystems.Length
        && Witness.Filesystems.Values.All(f => f.IsPlanned && f.Servers.All(s => Witness.Servers.ContainsKey(EntityIds.Server(s.Target.EntityId))))
        && Witness.Servers.All(s => AllSettle.IsSettled(this, s.Key, s.Value));

    internal void Begin()
    {
        foreach (var machine in Machines)
            machine.Boot();
        foreach (var member in Members)
            member.Start();
        foreach (var filesystem in Plan.Filesystems)
            Agenda.After(Delays.Seconds(1, 5), Host, () => Api.Put(filesystem));
        Agenda.After(TimeSpan.FromSeconds(150), Host, Plan.CableLateNode);
        NodeController();
    }

    internal Member OwnerOf(string id) => Ownership.Of(id);

    internal DecisionContext NewContext(string member) => new(Agenda.Now, new Entropy(_entropy.Next()), Rules, Journal.Epoch, member);

    /// <summary>Lets a piece of work go on by itself. What it throws is a bug of the core or of the simulation.</summary>
    internal void Start(Task work) => _ = WatchAsync(work);

    internal Device? DeviceByPath(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>Sends to a process on a machine: over a network that loses, repeats and delays in bad times.</summary>
    internal void Send(Machine machine, Host host, Action message)
    {
        if (LosesMessages && Delays.Chance(0.15))
            return;
        Deliver(LosesMessages && Delays.Chance(0.3) ? Delays.Seconds(0.5, 60) : Delays.Seconds(0.001, 0.03));
        if (LosesMessages && Delays.Chance(0.2))
            Deliver(Delays.Seconds(0.5, 90));

        void Deliver(TimeSpan delay) => Agenda.After(delay, Host, () =>
        {
            if (!machine.IsPartitioned)
                host.Run(message);
        });
    }

    /// <summary>Keeps a copy of a message in the network, until something happens after which it must do no harm.</summary>
    internal void Hold(TargetAgent agent, Action message) => _held.Add((agent, message));

    /// <summary>Held copies for agents of a target arrive now, and again for a while.</summary>
    internal void ReleaseHeld(string key) => Release(h => h.Key == key);

    /// <summary>The same for agents of earlier lives only.</summary>
    internal void ReleaseHeldOfOthers(TargetAgent newest) => Release(h => h.Key == newest.Key && h != newest);

    private void Release(Func<TargetAgent, bool> whose)
    {
        foreach (var (agent, message) in _held.Where(h => whose(h.Agent)).ToArray())
            for (var copy = 0; copy < HeldCopies; copy++)
                Agenda.After(Delays.Seconds(0.05, 6), Host, () =>
                {
                    if (!agent.Machine.IsPartitioned)
                        agent.Host.Run(message);
                });
        _held.RemoveAll(h => whose(h.Agent));
    }

    /// <summary>The agent that answers at an address: the one that was started there last.</summary>
    internal TargetAgent? AgentAt(string endpoint)
    {
        var slash = endpoint.IndexOf('/', StringComparison.Ordinal);
        var machine = Machines.FirstOrDefault(m => m is { IsOn: true, IsGone: false } && m.NodeName == endpoint[..slash]);
        return machine?.Kubelet.Agents.LastOrDefault(a => a.Key == endpoint[(slash + 1)..]);
    }

    /// <summary>The target of which a pod is or was.</summary>
    internal string? TargetOfPod(string uid) => PodTargets.GetValueOrDefault(uid);

    internal void PokeKubelets()
    {
        foreach (var machine in Machines)
            if (machine.IsOn)
                machine.Kubelet.Poke();
    }

    /// <summary>A kernel writes a device.</summary>
    internal void Write(Machine machine, Device device, DeviceState after, ToolCaller? what, bool queued = false)
    {
        var before = device.State;
        if (ReferenceEquals(before, after) || before == after)
            return;
        device.State = after;
        if (after.Content is HalfFormatted half && (before.Content as HalfFormatted)?.Uuid != half.Uuid)
        {
            Witness.FormatBegins(machine, device, what);
            OnFormat?.Invoke(machine);
            OnFormat = null;
        }

        if (queued)
            Witness.QueuedWriteLands(machine, device);
    }

    internal void MountsChanged(Machine machine) => Witness.MountsChanged(machine);

    internal void Happened(Machine machine, KernelEvent happened) => Witness.Happened(machine, happened);

    internal void Journaled(string id, IReadOnlyList<IDomainEvent> events) => Witness.Journaled(id, events);

    internal void Disturb(Machine machine) => Disturbances[machine] = Agenda.Now;

    internal void DisturbTarget(TargetId target) => Disturbances[target.EntityId] = Agenda.Now;

    internal void DisturbAll() => DisturbedAt = Agenda.Now;

    private async Task WatchAsync(Task work)
    {
        try
        {
            await work;
        }
#pragma warning disable CA1031 // Whatever it is, it is what the seed found.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Witness.Violated("NothingThrows", e.ToString());
        }
    }

    /// <summary>Kubernetes' node lifecycle: silent nodes are not ready.</summary>
    private void NodeController()
    {
        if (Api.IsUp)
            foreach (var node in Api.Nodes.Values.Where(n => n.Ready && Agenda.Now - n.HeardAt > TimeSpan.FromSeconds(40)).ToArray())
                Api.Put(node with { Ready = false });
        Agenda.After(TimeSpan.FromSeconds(5), Host, NodeController);
    }
}
