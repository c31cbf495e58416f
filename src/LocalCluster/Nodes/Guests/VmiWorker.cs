using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Hall;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Volumes;
using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.LocalCluster.Nodes.Guests;

/// <summary>One virtual machine's life on this node, as virt-handler and virt-controller lead it: schedule, boot, watch over, shut down.</summary>
/// <param name="first">The instance as first seen.</param>
/// <param name="context">What all workers share.</param>
/// <param name="address">The guest's address.</param>
internal sealed class VmiWorker(VmiView first, VmiContext context, string address)
{
    /// <summary>A guest whose kernel has not answered by then has crashed while booting.</summary>
    private static readonly TimeSpan BootLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BootStep = TimeSpan.FromMilliseconds(20);

    /// <summary>Between two looks at the age of the guest's token.</summary>
    private static readonly TimeSpan AccountStep = TimeSpan.FromSeconds(30);

    /// <summary>What a shutdown of the node leaves its machines.</summary>
    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromSeconds(4);

    private readonly TaskCompletionSource end = New();
    private readonly TaskCompletionSource deletion = New();
    private readonly TaskCompletionSource ended = New();
    private readonly Lock gate = new();
    private VmiView? now;
    private bool isGone;
    private bool isShutdown;

    /// <summary>Completes when the machine does not run and that is reported.</summary>
    public Task Ended => ended.Task;

    /// <summary>Bound to the host: the token ends with it. Tokens cannot be bound to a VirtualMachineInstance.</summary>
    private AccountPlace? Account => first.ServiceAccount is { } name
        ? new AccountPlace(
            GuestMachine.AccountDirectory(context.Node, first.Uid), first.Namespace, name,
            new V1BoundObjectReference { ApiVersion = "v1", Kind = "Node", Name = context.Node.Name })
        : null;

    private VmiView Now
    {
        get
        {
            lock (gate)
                return now ?? first;
        }
    }

    /// <summary>Takes note of the object as it is now.</summary>
    public void Note(VmiView vmi)
    {
        lock (gate)
            now = vmi;
        if (!vmi.IsDeleting)
            return;
        end.TrySetResult();
        deletion.TrySetResult();
    }

    /// <summary>Takes note that the object is gone.</summary>
    public void NoteRemoval()
    {
        lock (gate)
            isGone = true;
        end.TrySetResult();
        deletion.TrySetResult();
    }

    /// <summary>Takes note that the node shuts down.</summary>
    public void NoteShutdown()
    {
        lock (gate)
            isShutdown = true;
        end.TrySetResult();
    }

    /// <summary>Lives the machine's life until its object may go.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Note(first);
        try
        {
            // Whatever an earlier boot of this node ran died with it.
            if (first.Phase is "Running" or "Scheduled")
                await FailAsync("The VirtualMachineInstance crashed.", cancellationToken);
            else if (!first.IsOver && !end.Task.IsCompleted)
                await LiveAsync(cancellationToken);
        }
        finally
        {
            ended.TrySetResult();
        }

        await deletion.Task.WaitAsync(cancellationToken);
        if (!isGone)
            await context.Api.MarkAsync(Now, Now.Finalizers.Where(name => name != VmiView.Finalizer), null, cancellationToken);
        GuestMachine.Remove(context.Node, first.Uid);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        await context.Api.MarkAsync(Now, Now.Finalizers.Append(VmiView.Finalizer).Distinct(), null, cancellationToken);
        await ReportAsync("Scheduling", null, cancellationToken);
        if (Account is { } account && !await WroteAsync(account, cancellationToken))
            return;
        ChildProcess process;
        try
        {
            process = Start();
        }
        catch (Exception error) when (error is JsonException or Win32Exception)
        {
            await FailAsync($"server error. command SyncVMI failed: {error.Message}", cancellationToken);
            return;
        }

        using (process)
        {
            await ReportAsync("Scheduled", null, cancellationToken);
            Tell(isWarning: false, "Created", "VirtualMachineInstance defined.");
            if (await BootedAsync(process, cancellationToken))
                await RunningAsync(process, cancellationToken);
            var isOrderly = await EndAsync(process) == 0;
            Tell(!isOrderly, "Stopped", isOrderly ? "The VirtualMachineInstance was shut down." : "The VirtualMachineInstance crashed.");
            await ReportAsync(isOrderly ? "Succeeded" : "Failed", null, cancellationToken);
        }
    }

    /// <summary>Waits for the account, as a pod does; false when the machine is to go first.</summary>
    private async Task<bool> WroteAsync(AccountPlace account, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = context.Accounts.WriteAsync(account, waiting.Token);
        if (await Task.WhenAny(writing, end.Task) != writing)
        {
            await waiting.CancelAsync();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }

        await writing;
        return true;
    }

    private ChildProcess Start()
    {
        // KubeVirt's default of the firmware's UUID comes from the name too: the same machine each time.
        var uuid = first.SystemUuid ?? new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{first.Namespace}/{first.Name}"))[..16]).ToString();
        new GuestMachine(first.Namespace, first.Name, first.Uid, uuid, address, first.Command).Write(context.Node);
        var directory = context.Node.Directory;
        return ChildProcess.Start(new ChildStart(
            context.Node.Programs.Supervisor,
            ["internal", "guest", context.Node.Name, first.Uid, "--state-dir", directory.Root],
            context.Environment,
            directory.NodeDirectory(context.Node.Name),
            directory.LogFile($"vm-{first.Namespace}-{first.Name}")));
    }

    private async Task<bool> BootedAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        var socket = GuestAddress.KernelSocket(context.Node.RuntimeDirectory, address);
        var started = context.Time.GetTimestamp();
        while (!process.Exit.IsCompleted && !end.Task.IsCompleted && context.Time.GetElapsedTime(started) < BootLimit)
        {
            if (File.Exists(socket))
                return true;
            await Task.Delay(BootStep, context.Time, cancellationToken);
        }

        return false;
    }

    private async Task RunningAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        if (NodeIdentity.Read(context.Node.Directory, GuestMachine.Place(context.Node, first.Uid)) is { } kernel)
        {
            var annotations = new JsonObject { [VmiView.KernelAnnotation] = $"{kernel.SystemUuid}/{kernel.BootId}" };
            await context.Api.MarkAsync(Now, Now.Finalizers.Append(VmiView.Finalizer).Distinct(), annotations, cancellationToken);
        }

        await ReportAsync("Running", address, cancellationToken);
        Tell(isWarning: false, "Started", "VirtualMachineInstance started.");
        using var looks = new PeriodicTimer(AccountStep, context.Time);
        for (var over = Task.WhenAny(process.Exit, end.Task); !over.IsCompleted;)
        {
            if (await Task.WhenAny(over, looks.WaitForNextTickAsync(cancellationToken).AsTask()) != over && Account is { } account)
                await KeepAsync(account, cancellationToken);
        }
    }

    /// <summary>Renews the token. That it is refused must never end a guest that works.</summary>
    private async Task KeepAsync(AccountPlace account, CancellationToken cancellationToken)
    {
        try
        {
            await context.Accounts.KeepAsync(account, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Tell(isWarning: true, "SyncFailed", $"the token of {account.Namespace}/{account.Account} could not be renewed: {error.Message}");
        }
    }

    /// <summary>Ends what still runs: a shutdown in order, and the plug when that takes too long.</summary>
    private async Task<int> EndAsync(ChildProcess process)
    {
        if (!process.Exit.IsCompleted)
        {
            Tell(isWarning: false, "ShuttingDown", "Signaled Graceful Shutdown");
            _ = process.Send(Signal.Terminate);
            await Task.WhenAny(process.Exit, Task.Delay(isShutdown && ShutdownGrace < Now.Grace ? ShutdownGrace : Now.Grace, context.Time));
            _ = process.Send(Signal.Kill);
        }

        var exitCode = await process.Exit;
        // Whatever ran in the guest ran on its kernel: nothing of it may outlive that.
        await ProcessReaper.KillForGoodAsync(HallMarkers.PodUid, first.Uid, context.Time, CancellationToken.None);
        File.Delete(GuestAddress.KernelSocket(context.Node.RuntimeDirectory, address));
        return exitCode;
    }

    private async Task FailAsync(string message, CancellationToken cancellationToken)
    {
        Tell(isWarning: true, "Stopped", message);
        await ReportAsync("Failed", null, cancellationToken);
    }

    private Task ReportAsync(string phase, string? guestAddress, CancellationToken cancellationToken) => context.Api.ReportAsync(
        Now, VmiStatus.Of(Now, phase, context.Node.Name, guestAddress, context.Time.GetUtcNow()), cancellationToken);

    private void Tell(bool isWarning, string reason, string message) => context.Events.Post(
        new V1ObjectReference
        {
            ApiVersion = "kubevirt.io/v1", Kind = "VirtualMachineInstance", NamespaceProperty = first.Namespace, Name = first.Name, Uid = first.Uid,
        },
        isWarning, reason, message, "virt-handler");
}
