using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LustreSupervisor.Agent.CommandLine;
using LustreSupervisor.Topology.Agents.Leases;
using LustreSupervisor.Topology.Common;
using LustreSupervisor.Topology.Decisions;

namespace LustreSupervisor.Agent.Kubernetes;

/// <summary>
/// Makes sure, before a device is touched, that the target's Lease is this incarnation's: reads it afresh, decides, writes it by
/// compare-and-swap. Whoever was faster is looked at again.
/// </summary>
internal sealed class LeaseTaker(LeaseClient client, TargetOptions options, TimeProvider time, ILogger<LeaseTaker> logger)
{
    /// <summary>Then the order ends as Transient, nothing touched; the supervisor has its own back-off.</summary>
    private static readonly TimeSpan TakeWithin = TimeSpan.FromSeconds(10);

    /// <summary>First pause after a failed call, doubled each time up to <see cref="PauseMax"/>.</summary>
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);

    private Task _warm = Task.CompletedTask;

    /// <summary>Opens the connection while nobody waits for it: the TLS handshake costs more than both calls together.</summary>
    public void Warm(CancellationToken cancellationToken) => _warm = Task.Run(() => WarmAsync(cancellationToken), CancellationToken.None);

    private async Task WarmAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.GetAsync(cancellationToken);
        }
        catch (Exception e) when (MayPass(e)
            || e is ApiCallException or JsonException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            AgentLog.ApiNotWarm(logger, e.Message);
        }
    }

    /// <summary>Takes the Lease.</summary>
    /// <returns>Null when it is this incarnation's; else the fault, and nothing may be touched.</returns>
    public async Task<Fault?> TakeAsync(KernelId kernel, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(TakeWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        // A second connection beside one that is being made would only be slower.
        await _warm.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        string? last = null;
        for (var pause = PauseMin; ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
        {
            switch (await GuardedAsync(kernel, either.Token))
            {
                case Attempt.Held:
                    return null;
                case Attempt.Refused(var fault):
                    return fault;
                case Attempt.Again(var why):
                    last = bound.IsCancellationRequested ? last ?? why : why;
                    break;
            }
            cancellationToken.ThrowIfCancellationRequested();
            if (bound.IsCancellationRequested)
                return new Fault(FaultKind.Transient, "ApiUnreachable",
                    $"the Lease could not be taken within {TakeWithin.TotalSeconds} s, nothing was touched: {last}");
            await Task.Delay(pause, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Attempt> GuardedAsync(KernelId kernel, CancellationToken cancellationToken)
    {
        try
        {
            return await TryTakeAsync(kernel, cancellationToken);
        }
        catch (Exception e) when (MayPass(e))
        {
            return new Attempt.Again(e.Message);
        }
        catch (Exception e) when (
            e is ApiCallException or JsonException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            return new Attempt.Refused(new Fault(FaultKind.Unknown, "LeaseRefused", $"{e.Message}: nothing was touched"));
        }
    }

    private async Task<Attempt> TryTakeAsync(KernelId kernel, CancellationToken cancellationToken)
    {
        var found = await client.GetAsync(cancellationToken);
        var claim = found is null
            ? null
            : new LeaseClaim(found.Spec.HolderIdentity, found.Metadata.Annotations?.GetValueOrDefault(LeaseNames.KernelAnnotation))
            {
                HandsOff = HandsOff.Reason(found.Metadata.Annotations?.GetValueOrDefault(HandsOff.Annotation)),
                Lift = HandsOff.Lift("lease", options.Namespace, options.Pod),
            };
        switch (LeaseRule.Decide(claim, options.Incarnation, kernel, Rules.All))
        {
            case LeaseVerdict.Mine:
                return new Attempt.Held();
            case LeaseVerdict.Refuse(var fault):
                return new Attempt.Refused(fault);
            default:
                var next = Next(found, kernel);
                var written = found is null
                    ? await client.CreateAsync(next, cancellationToken)
                    : await client.ReplaceAsync(next, cancellationToken);
                if (!written)
                    return new Attempt.Again("others keep writing it");
                AgentLog.LeaseTaken(logger, options.Incarnation.ToString(), claim?.Holder ?? "nobody");
                return new Attempt.Held();
        }
    }

    private LeaseDocument Next(LeaseDocument? found, KernelId kernel)
    {
        var next = found ?? new LeaseDocument
        {
            Metadata = { Name = options.Pod, Namespace = options.Namespace, Labels = LeaseNames.Labels(options.Pod) },
        };
        var annotations = next.Metadata.Annotations ??= [];
        annotations[LeaseNames.IncarnationAnnotation] = options.Incarnation.ToString();
        annotations[LeaseNames.KernelAnnotation] = kernel.ToString();
        next.Spec.HolderIdentity = options.Incarnation.ToString();
        next.Spec.AcquireTime = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        next.Spec.LeaseTransitions = (next.Spec.LeaseTransitions ?? -1) + 1;
        return next;
    }

    private static bool MayPass(Exception e) =>
        e is HttpRequestException or OperationCanceledException or ApiCallException { MayPass: true };

    private abstract record Attempt
    {
        public sealed record Held : Attempt;

        public sealed record Again(string Why) : Attempt;

        public sealed record Refused(Fault Fault) : Attempt;
    }
}
