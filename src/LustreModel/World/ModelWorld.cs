using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Faults;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Mounting;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;
using LustreSupervisor.LustreModel.Zfs;

namespace LustreSupervisor.LustreModel.World;

/// <summary>
/// Nodes, shared devices and a clock in memory: drives the model event by event, so that a test or a simulation sees exactly what a
/// cluster would, MMP threads included, in no time. Deterministic: same randomness, same commands, same outcome.
/// </summary>
/// <param name="entropy">Hands out randomness, fresh at each call.</param>
/// <param name="start">Time at which the world begins.</param>
public sealed class ModelWorld(Func<Entropy> entropy, DateTimeOffset start)
{
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> _agenda = new();
    private readonly Dictionary<string, KernelState> _kernels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeviceState> _devices = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly List<KernelEvent> _events = [];
    private long _order;

    /// <summary>The time.</summary>
    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>All that happened, oldest first.</summary>
    public IReadOnlyList<KernelEvent> Events => _events;

    /// <summary>Boots a node; a node that runs is crashed first: mounts vanish, devices stay as they are.</summary>
    public void Boot(KernelState kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        _kernels[kernel.NodeName] = kernel with { BootedAt = Now };
    }

    /// <summary>Takes a node's power away.</summary>
    public void Crash(string node) => _kernels.Remove(node);

    /// <summary>True while a node is up.</summary>
    public bool Lives(string node) => _kernels.ContainsKey(node);

    /// <summary>State of a node's kernel now.</summary>
    public KernelState Kernel(string node) => _kernels[node];

    /// <summary>Replaces a node's kernel state, to inject what no command can do.</summary>
    public void Change(string node, Func<KernelState, KernelState> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _kernels[node] = change(_kernels[node]);
    }

    /// <summary>Breaks something in a node's kernel, or heals it.</summary>
    /// <exception cref="ArgumentException">The order makes no sense.</exception>
    public void Inject(string node, KernelFault fault)
    {
        var outcome = FaultInjection.Apply(_kernels[node], fault, Now);
        if (outcome.Reply.Exit != 0)
            throw new ArgumentException(outcome.Reply.Stderr.Trim(), nameof(fault));
        _kernels[node] = outcome.Kernel;
        _events.AddRange(outcome.Events);
    }

    /// <summary>What is true of a device now.</summary>
    public DeviceState Device(string path) => _devices[path];

    /// <summary>Adds or replaces a device that every node reaches.</summary>
    public void Put(DeviceState device)
    {
        ArgumentNullException.ThrowIfNull(device);
        _devices[device.Path] = device;
    }

    /// <summary>Makes a directory on every node.</summary>
    public void MakeDirectory(string path) => _directories.Add(path);

    /// <summary>Starts a command and returns at once.</summary>
    public ModelCall Begin(string node, ToolCaller caller)
    {
        var call = new ModelCall(Now);
        Step(node, _kernels[node].BootId, ToolMachine.Begin(caller, _kernels[node]), null, call);
        return call;
    }

    /// <summary>Runs a command to its end; the clock moves as far as it takes.</summary>
    public ModelCall Run(string node, params string[] argv)
    {
        var call = Begin(node, new ToolCaller([.. argv]));
        while (call.Reply is null && Next())
        {
            // The agenda carries the command on.
        }
        return call;
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan time)
    {
        var until = Now + time;
        while (_agenda.TryPeek(out _, out var due) && due.At <= until)
            Next();
        Now = until;
    }

    private bool Next()
    {
        if (!_agenda.TryDequeue(out var action, out var due))
            return false;
        Now = due.At;
        action();
        return true;
    }

    private void At(TimeSpan delay, Action action) => _agenda.Enqueue(action, (Now + delay, _order++));

    // A boot id that is gone is a kernel that crashed: its commands and threads end with it.
    private KernelState? Alive(string node, string bootId) =>
        _kernels.GetValueOrDefault(node) is { } kernel && kernel.BootId == bootId ? kernel : null;

    private void Step(string node, string bootId, Continuation step, Answer? answer, ModelCall call)
    {
        if (Alive(node, bootId) is not { } kernel)
            return;
        var path = step.DevicePath is { } named ? kernel.DeviceOf(named) : null;
        var device = path is null ? null : _devices.GetValueOrDefault(path);
        if (device is not null && path != step.DevicePath)
            device = device.Open(step.DevicePath!);
        var input = new StepInput(kernel, device, Now, entropy(),
            step.Directory is null || _directories.Contains(step.Directory), answer);
        var result = step.Take(input);
        Store(node, result.Kernel, result.Device);
        if (device?.Config != result.Device?.Config && result.Device is { } changed)
            Tell(changed.Config);
        StartPools(node, kernel, result.Kernel);
        _events.AddRange(result.Events);
        StartKeepers(node, kernel, result.Kernel);
        switch (result.Progress)
        {
            case Done done: call.End(done.Reply, Now); break;
            case Wait wait: At(wait.Delay, () => Step(node, bootId, wait.Next, null, call)); break;
            case Ask ask: Step(node, bootId, ask.Next, Answer(result.Kernel, ask.Question), call); break;
            default: throw new InvalidOperationException($"unknown progress {result.Progress.GetType().Name}");
        }
    }

    private void Store(string node, KernelState kernel, DeviceState? device)
    {
        _kernels[node] = kernel;
        if (device is null)
            return;
        var path = kernel.DeviceOf(device.Path);
        _devices[path] = device.Close(path);
    }

    private void StartPools(string node, KernelState before, KernelState after)
    {
        foreach (var pool in after.Pools.Values.Where(p => before.Pools.GetValueOrDefault(p.Pool.Name)?.Pool.ImportId != p.Pool.ImportId))
            At(after.Scaled(ZfsTimes.Write), () => KeepPool(node, after.BootId, pool));
    }

    private void KeepPool(string node, string bootId, ImportedPool pool)
    {
        if (Alive(node, bootId) is not { } kernel || kernel.Pools.GetValueOrDefault(pool.Pool.Name)?.Pool.ImportId != pool.Pool.ImportId)
            return;
        var result = PoolKeeper.Write(kernel, pool.Pool.Name, _devices.GetValueOrDefault(pool.DevicePath), Now);
        Store(node, result.Kernel, result.Device);
        if (result.Event is { } happened)
            _events.Add(happened);
        At(kernel.Scaled(ZfsTimes.Write), () => KeepPool(node, bootId, pool));
    }

    private Answer Pools(AskPools ask, KernelState kernel) => new(true, 0, string.Concat(_devices.Values
        .Where(d => d.Content is PoolMember && !kernel.DeviceFails(d))
        .Where(d => ask.Where.IsEmpty || ask.Where.Any(w => d.Path == w || d.Path.StartsWith(w.TrimEnd('/') + "/", StringComparison.Ordinal)))
        .Select(d => (d.Path, ((PoolMember)d.Content).Pool)).Select(d => new SeenPool(d.Path, d.Pool.Name, d.Pool.PoolId).Print())));

    // An MGS tells every server of a change.
    private void Tell(MgsConfig config)
    {
        foreach (var (fsName, nids) in config.Servers())
            foreach (var kernel in nids.Select(Owner).OfType<KernelState>())
                _kernels[kernel.NodeName] = kernel.WithView(fsName, config.View(fsName));
    }

    private void StartKeepers(string node, KernelState before, KernelState after)
    {
        foreach (var mount in after.Targets.Values.Where(t =>
            t.BackendMounted && before.Targets.GetValueOrDefault(t.Service) is not { BackendMounted: true }))
        {
            At(Keeper.StampInterval, () => Keep(node, after.BootId, mount, Keeper.Stamp, Keeper.StampInterval));
            At(after.Scaled(MmpBlock.UpdateInterval), () => Keep(node, after.BootId, mount, Keeper.Mmp, after.Scaled(MmpBlock.UpdateInterval)));
        }
    }

    private void Keep(
        string node, string bootId, TargetMount mount,
        Func<KernelState, string, DeviceState?, DateTimeOffset, KeeperResult> work, TimeSpan interval)
    {
        if (Alive(node, bootId) is not { } kernel
            || kernel.Targets.GetValueOrDefault(mount.Service) is not { } current
            || current.DevicePath != mount.DevicePath || current.MountStamp != mount.MountStamp)
            return;
        var path = kernel.DeviceOf(mount.DevicePath);
        var device = _devices.GetValueOrDefault(path);
        var result = work(kernel, mount.Service, path == mount.DevicePath ? device : device?.Open(mount.DevicePath), Now);
        Store(node, result.Kernel, result.Device);
        if (result.Event is { } happened)
            _events.Add(happened);
        At(interval, () => Keep(node, bootId, mount, work, interval));
    }

    private Answer Answer(KernelState from, Question question) => question switch
    {
        AskPools ask => Pools(ask, from),
        AskMgs ask => ask.MgsNodes.SelectMany(n => n.Split(',')).Select(nid => Register(from, nid, ask.Registration))
            .FirstOrDefault(a => a.Reached, new Answer(false, Errno.Io, "")),
        AskNid { Nid: var nid } when Owner(nid) is { } owner && Hears(owner, from, nid) => new Answer(true, 0, string.Join('\n', owner.Nids)),
        _ => new Answer(false, Errno.Io, ""),
    };

    // A kernel always hears itself.
    private static bool Hears(KernelState owner, KernelState from, string nid) =>
        owner.BootId == from.BootId || (from.Reaches(nid) && from.SourceNid(nid) is { } source && owner.Reaches(source));

    private Answer Register(KernelState from, string nid, TargetRegistration registration)
    {
        if (Owner(nid) is not { ServingMgs: { } mgs } owner || !Hears(owner, from, nid)
            || !_devices.TryGetValue(owner.DeviceOf(mgs.DevicePath), out var device))
            return new Answer(false, Errno.Shutdown, "");
        var (kernel, changed, error) = MgsService.Register(owner, device, registration, Now);
        Store(owner.NodeName, kernel, changed);
        Tell(changed.Config);
        return new Answer(true, error, changed.Config.View(registration.FsName).Print());
    }

    private KernelState? Owner(string nid) => _kernels.Values.FirstOrDefault(k => k.Nids.Contains(nid));
}

/// <summary>A command in a <see cref="ModelWorld"/>.</summary>
public sealed class ModelCall(DateTimeOffset begun)
{
    /// <summary>How it ended; null while it runs, for ever if its node crashed.</summary>
    public ToolReply? Reply { get; private set; }

    /// <summary>How long it took, in model time.</summary>
    public TimeSpan Took { get; private set; }

    internal void End(ToolReply reply, DateTimeOffset now) => (Reply, Took) = (reply, now - begun);
}
