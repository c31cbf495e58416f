using System.Collections.Immutable;
using System.Security.Cryptography;
using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LustreModel.Devices;
using LustreSupervisor.LustreModel.Faults;
using LustreSupervisor.LustreModel.Kernels;
using LustreSupervisor.LustreModel.Mounting;
using LustreSupervisor.LustreModel.Running;
using LustreSupervisor.LustreModel.ToolProtocol;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Nodes.Kernel;

/// <summary>
/// The kernel's state in memory, and the one way to change it: read the device, take a pure step, write the device, publish the
/// new state. Steps on one device exclude each other across processes, steps in one kernel across commands; none of them waits.
/// </summary>
internal sealed class SimulatedKernel(KernelHostOptions options, ILogger logger)
{
    // No MGS runs here, or it answers nobody.
    private static readonly ToolReply Silence = new(Errno.Shutdown, "", "");

    private readonly Lock _gate = new();
    private KernelState _state = new(options.NodeName, options.SystemUuid, options.BootId, [.. options.Nids])
    {
        DelayFactor = options.DelayFactor,
        Interfaces = [.. options.Interfaces],
        BootedAt = options.TimeProvider.GetUtcNow(),
        HasZfs = options.HasZfs,
        HostId = options.HostIdUnset ? 0 : new KernelState(options.NodeName, options.SystemUuid, options.BootId, []).HostId,
        MmpErrno = options.OldMmpErrno ? Errno.Invalid : Errno.Busy,
        Modules = options.HasModules ? ModuleState.Available : ModuleState.Absent,
    };

    /// <summary>Raised after a step, outside of every lock.</summary>
    public event Action<KernelEvent>? Happened;

    /// <summary>Raised when the set of backing file systems that are written from here may have changed.</summary>
    public event Action? WritersChanged;

    /// <summary>The state now.</summary>
    public KernelState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    /// <summary>Takes one step of a command.</summary>
    /// <exception cref="IOException">The device cannot be read or written.</exception>
    public Task<StepResult> StepAsync(
        Continuation step, Answer? answer, bool callerAlive, bool interrupt, CancellationToken cancellationToken)
    {
        // A mount point exists in the caller's name space; all processes of a node share the laptop's.
        var directoryExists = step.Directory is null || Directory.Exists(step.Directory);
        return ChangeAsync(step.DevicePath, (kernel, device) =>
        {
            var entropy = new Entropy(Guid.NewGuid(), BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))));
            var input = new StepInput(kernel, device, options.TimeProvider.GetUtcNow(), entropy, directoryExists, answer, callerAlive);
            var result = step.Take(input, interrupt);
            return (result.Kernel, result.Device, result.Events, result);
        }, cancellationToken);
    }

    /// <summary>Does what the kernel does by itself to a mounted device.</summary>
    public Task KeepAsync(
        string service, string devicePath, Func<KernelState, string, DeviceState?, DateTimeOffset, KeeperResult> work,
        CancellationToken cancellationToken) => ChangeAsync(devicePath, (kernel, device) =>
        {
            var result = work(kernel, service, device, options.TimeProvider.GetUtcNow());
            ImmutableArray<KernelEvent> events = result.Event is { } happened ? [happened] : [];
            return (result.Kernel, result.Device, events, result);
        }, cancellationToken);

    /// <summary>The storage refused a commit of a mount: its journal is aborted, and the kernel's log says so.</summary>
    public Task CommitRefusedAsync(string service, long mountStamp, CancellationToken cancellationToken) =>
        State.Targets.GetValueOrDefault(service) is { } mount && mount.MountStamp == mountStamp
            ? KeepAsync(service, mount.DevicePath, Keeper.CommitRefused, cancellationToken)
            : Task.CompletedTask;

    /// <summary>Raised when a ZFS pool was imported, exported or changed.</summary>
    public event Action? PoolsChanged;

    /// <summary>Raised when the MGS here starts, or its configuration changes.</summary>
    public event Action<MgsConfig>? ConfigChanged;

    /// <summary>Registers a target with the MGS that runs here.</summary>
    /// <returns>What the MGS knows of the file system, and an error number; <see cref="Errno.Shutdown"/> when no MGS runs here.</returns>
    public Task<ToolReply> RegisterAsync(TargetRegistration registration, CancellationToken cancellationToken)
    {
        var path = State.ServingMgs?.DevicePath;
        return path is null ? Task.FromResult(Silence) : ChangeAsync(path, (kernel, device) =>
        {
            if (kernel.ServingMgs?.DevicePath != path || device is null)
                return (kernel, device, ImmutableArray<KernelEvent>.Empty, Silence);
            (kernel, device, var error) = MgsService.Register(kernel, device, registration, options.TimeProvider.GetUtcNow());
            return (kernel, device, [], new ToolReply(error, device.Config.View(registration.FsName).Print(), ""));
        }, cancellationToken);
    }

    /// <summary>An MGS told this kernel of a file system.</summary>
    public void Learn(string fsName, FilesystemView view)
    {
        lock (_gate)
            _state = _state.WithView(fsName, view);
    }

    /// <summary>Changes what is shown of a mount without touching its device; nothing happens when that mount is gone.</summary>
    /// <param name="service">Service name.</param>
    /// <param name="mountStamp">Tells the mount from a later one.</param>
    /// <param name="change">The change; it must not wait.</param>
    public void Update(string service, long mountStamp, Func<TargetMount, TargetMount> change)
    {
        bool writersChanged;
        lock (_gate)
        {
            if (_state.Targets.GetValueOrDefault(service) is not { } mount || mount.MountStamp != mountStamp)
                return;
            var after = change(mount);
            writersChanged = after.ReadOnly != mount.ReadOnly;
            _state = _state.With(after);
        }
        if (writersChanged)
            WritersChanged?.Invoke();
    }

    /// <summary>Carries out an order to break or to heal.</summary>
    public Task<ToolReply> InjectAsync(KernelFault fault, CancellationToken cancellationToken) => ChangeAsync(null, (kernel, device) =>
    {
        var outcome = FaultInjection.Apply(kernel, fault, options.TimeProvider.GetUtcNow());
        return (outcome.Kernel, device, outcome.Events, outcome.Reply);
    }, cancellationToken);

    private async Task<T> ChangeAsync<T>(
        string? devicePath, Func<KernelState, DeviceState?, (KernelState, DeviceState?, ImmutableArray<KernelEvent>, T)> change,
        CancellationToken cancellationToken)
    {
        // A dataset of an imported pool is written on the pool's device.
        var path = devicePath is null ? null : State.DeviceOf(devicePath);
        var device = path is null ? null : options.Catalog.Find(path, options.StorageName);
        var file = device is null ? null : new DeviceFile(options.Catalog.PathOf(device));
        using var latch = file is null ? null : await file.LatchAsync(cancellationToken);
        ImmutableArray<KernelEvent> events;
        bool writersChanged, poolsChanged;
        MgsConfig? changed = null;
        T result;
        lock (_gate)
        {
            var before = file?.Read(path!);
            (var next, var after, events, result) = change(_state, path == devicePath ? before : before?.Open(devicePath!));
            after = after?.Close(path!);
            if (before is not null && after is not null)
                file!.Write(before, after);
            poolsChanged = !ReferenceEquals(next.Pools, _state.Pools);
            writersChanged = !ReferenceEquals(next.Targets, _state.Targets);
            if (after is not null && next.Mgs?.DevicePath == devicePath && (_state.Mgs is null || !ReferenceEquals(before?.Config, after.Config)))
                changed = after.Config;
            _state = next;
        }
        if (writersChanged)
            WritersChanged?.Invoke();
        if (poolsChanged)
            PoolsChanged?.Invoke();
        if (changed is not null)
            ConfigChanged?.Invoke(changed);
        foreach (var happened in events)
            Report(happened);
        return result;
    }

    private void Report(KernelEvent happened)
    {
        if (happened.Kind == KernelEventKind.DataLoss)
            KernelLog.DataLoss(logger, happened.Message);
        else
            KernelLog.Happened(logger, happened.Kind, happened.Message);
        Happened?.Invoke(happened);
    }
}
