using System.Globalization;
using LustreSupervisor.LocalCluster.Hall.Faults;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Local.Views;

namespace LustreSupervisor.Supervisor.Local.Workload;

/// <summary>Breaks one thing after the other: the next one only when all servers serve and every client is served again.</summary>
/// <param name="stage">The cluster.</param>
/// <param name="fleet">The clients.</param>
/// <param name="draw">Draws faults.</param>
/// <param name="operate">Does what a person has to do.</param>
/// <param name="say">Told what happens, a line each.</param>
internal sealed class FaultLoop(WorkloadStage stage, ClientFleet fleet, FaultDraw draw, WorkloadOperator operate, Action<string> say)
{
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>Faults so far, by kind.</summary>
    public IReadOnlyDictionary<string, int> Counts => counts;

    /// <summary>Breaks things until told to stop; what is broken then is healed first.</summary>
    /// <param name="servers">The servers, all serving.</param>
    /// <param name="stop">No new fault after this.</param>
    /// <param name="cancellationToken">Gives up at once.</param>
    /// <exception cref="WorkloadException">Something did not come back.</exception>
    public async Task RunAsync(IReadOnlyList<ServerView> servers, CancellationToken stop, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(draw.Calm(), stage.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (stop.IsCancellationRequested)
                return;
            var machines = (await stage.Hall.StatusAsync(cancellationToken)).Machines.Select(machine => machine.Name);
            var drawn = draw.Next(servers, [.. machines])
                ?? throw new WorkloadException("none of the faults is possible here: they need more nodes, more clients, or a management server");
            for (var time = 0; time < drawn.Fault.Times; time++)
                servers = await BreakAsync(drawn, servers, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<ServerView>> BreakAsync(
        DrawnFault drawn, IReadOnlyList<ServerView> servers, CancellationToken cancellationToken)
    {
        var (name, began) = (drawn.Fault.Name, stage.Time.GetUtcNow());
        foreach (var order in drawn.Orders)
        {
            var outcome = await stage.Hall.InjectAsync(order, cancellationToken);
            say($"{name}: {outcome.Text}");
        }
        counts[name] = counts.GetValueOrDefault(name) + 1;
        if (drawn.Fault.HealsAfter is { } after)
        {
            await Task.Delay(after, stage.Time, cancellationToken);
            await HealAsync(drawn, cancellationToken);
        }

        // Only a supervisor heals; it is brought back first when it was the victim.
        if (drawn.Fault.Kind == FaultKind.KillSupervisor)
            await stage.ReviveAsync(cancellationToken);
        await stage.ServingAsync(servers, drawn.Victims, cancellationToken, operate);
        if (drawn.Fault.Victim == WorkloadVictim.OneClient)
            await fleet.ServedAsync(stage.Time, cancellationToken, except: drawn.Client);
        if (drawn.Fault.HealsAfter is null)
            await HealAsync(drawn, cancellationToken);
        await stage.ReviveAsync(cancellationToken);
        await stage.SupervisedAsync(cancellationToken);
        var serving = await stage.ServingAsync(servers, drawn.Victims, cancellationToken, operate);
        await fleet.ServedAsync(stage.Time, cancellationToken);
        var now = stage.Time.GetUtcNow();
        fleet.Blocked.Add(name, began, now);
        say(string.Create(CultureInfo.InvariantCulture, $"{name}: all is well again after {(now - began).TotalSeconds:0.0} s"));
        return serving;
    }

    private async Task HealAsync(DrawnFault drawn, CancellationToken cancellationToken)
    {
        if (!drawn.Fault.NeedsHealing)
            return;
        var kind = FaultCatalog.Of(drawn.Fault.Kind).Name;
        foreach (var order in drawn.Orders.Where(order => order.Kind == kind))
        {
            try
            {
                await stage.Hall.InjectAsync(order with { Clear = true, Seconds = 0 }, cancellationToken);
            }
            catch (StateException refusal)
            {
                // The machine was powered off meanwhile, and the fault is gone with it.
                say($"{drawn.Fault.Name}: {refusal.Message}");
            }
        }
    }
}
