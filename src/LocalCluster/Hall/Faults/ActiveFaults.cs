using LustreSupervisor.LocalCluster.Processes;

namespace LustreSupervisor.LocalCluster.Hall.Faults;

/// <summary>What is broken at this moment. A fault ends when it is cleared, and with the kernels that show it.</summary>
/// <param name="time">Clock.</param>
internal sealed class ActiveFaults(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];

    /// <summary>Records a fault; the same one again replaces the record.</summary>
    /// <param name="kind">Kind.</param>
    /// <param name="subject">Its subject, by the full name.</param>
    /// <param name="machines">Machines that show it.</param>
    /// <param name="seconds">After how many seconds it will be cleared; null for never.</param>
    public void Add(FaultKind kind, string subject, IReadOnlyList<Machine> machines, double? seconds)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            entries.RemoveAll(entry => entry.Kind == kind && entry.Subject == subject);
            entries.Add(new Entry(kind, subject, [.. machines.Select(machine => (machine, machine.Node?.Identity))],
                now, seconds is { } limit ? now + TimeSpan.FromSeconds(limit) : null));
        }
    }

    /// <summary>Forgets a fault.</summary>
    /// <param name="kind">Kind.</param>
    /// <param name="subject">Its subject.</param>
    public void Remove(FaultKind kind, string subject)
    {
        lock (gate)
            entries.RemoveAll(entry => entry.Kind == kind && entry.Subject == subject);
    }

    /// <summary>What is there now, oldest first.</summary>
    public IReadOnlyList<ActiveFault> List()
    {
        lock (gate)
        {
            entries.RemoveAll(entry => !entry.Places.Any(place => Shows(entry.Kind, place.Machine, place.Node)));
            return [.. entries.Select(entry => new ActiveFault(
                FaultCatalog.Of(entry.Kind).Name, entry.Subject,
                [.. entry.Places.Where(place => Shows(entry.Kind, place.Machine, place.Node)).Select(place => place.Machine.Name)],
                entry.Since, entry.Until))];
        }
    }

    /// <summary>A fault lives in one boot of a kernel: the next boot is whole.</summary>
    private static bool Shows(FaultKind kind, Machine machine, ProcessIdentity? node) =>
        node is not null && node == machine.Node?.Identity && node.IsAlive && (kind != FaultKind.FreezeNode || machine.IsFrozen);

    private sealed record Entry(
        FaultKind Kind, string Subject, IReadOnlyList<(Machine Machine, ProcessIdentity? Node)> Places, DateTimeOffset Since, DateTimeOffset? Until);
}
