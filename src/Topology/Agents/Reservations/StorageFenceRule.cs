using System.Collections.Immutable;

namespace LustreSupervisor.Topology.Agents.Reservations;

/// <summary>What a node does next to cut another machine's kernel off from a device.</summary>
public abstract record StorageFenceStep
{
    /// <summary>Register the own key: only registrants may take keys away.</summary>
    public sealed record Register : StorageFenceStep;

    /// <summary>Take the victim's key away, and abort what it has in the device.</summary>
    public sealed record Preempt : StorageFenceStep;

    /// <summary>Reserve: nobody holds the device, so everybody writes.</summary>
    public sealed record Reserve : StorageFenceStep;

    /// <summary>The victim cannot write any more.</summary>
    /// <param name="Evidence">What was seen.</param>
    public sealed record Confirmed(string Evidence) : StorageFenceStep;

    /// <summary>Nothing may be concluded.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record NotConfirmed(string Reason) : StorageFenceStep;
}

/// <summary>A fence on one device.</summary>
/// <param name="Device">Identity and path of the device, for people.</param>
/// <param name="Own">Key of the kernel that carries it out.</param>
/// <param name="Victim">Key of the kernel that is cut off.</param>
/// <param name="Known">Keys of other machines' kernels.</param>
public sealed record StorageFenceCase(string Device, ulong Own, ulong Victim, ImmutableHashSet<ulong> Known);

/// <summary>
/// Cuts a kernel off from a device, step by step, each decided on what the device says at that moment. A guarded mount made the victim the only
/// registrant (<see cref="MountGuard"/>), so once its key is gone and a reservation stands, none of its paths can write.
/// </summary>
public static class StorageFenceRule
{
    /// <summary>Steps before it is given up: register, pre-empt, reserve, and as many again where others do the same.</summary>
    public const int StepsMax = 12;

    /// <summary>Decides about the next step.</summary>
    /// <param name="seen">What the device says.</param>
    /// <param name="fence">Whom to cut off.</param>
    /// <param name="found">The victim's key was seen on the device at an earlier step.</param>
    public static StorageFenceStep Next(ReservationState seen, StorageFenceCase fence, bool found)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(fence);
        if (fence.Own == fence.Victim)
            return new StorageFenceStep.NotConfirmed("a kernel cannot fence itself");
        var own = seen.Keys.Contains(fence.Own);
        if (seen.Keys.Contains(fence.Victim))
            return own ? new StorageFenceStep.Preempt() : new StorageFenceStep.Register();
        if (seen.Hold?.Key == fence.Victim)
            return No("the victim holds it without being registered, which makes no sense", seen, fence);
        if (!found)
            return NeverFound(seen, fence);

        // The own key, read back whole, also shows that keys are printed whole: a victim's key that is cut short would look absent.
        if (!own)
            return No($"the own key {ReservationKey.Text(fence.Own)} was taken away meanwhile", seen, fence);
        return seen.Hold is null
            ? new StorageFenceStep.Reserve()
            : Yes($"the key {ReservationKey.Text(fence.Victim)} was pre-empted by {ReservationKey.Text(fence.Own)}", seen, fence);
    }

    /// <summary>
    /// The victim's key is not on the device and was not before. Without a reservation nothing keeps the victim from writing. With one, it cannot
    /// write under its own key, but a path of its machine may still be registered under the key of an earlier boot; so every key must be that of
    /// another machine.
    /// </summary>
    private static StorageFenceStep NeverFound(ReservationState seen, StorageFenceCase fence)
    {
        if (seen.Hold is null)
            return No("nothing reserves it: the victim mounted it without a reservation, so none can be taken from it", seen, fence);
        var strangers = seen.Keys.Where(k => k != fence.Own && !fence.Known.Contains(k)).Distinct().ToArray();
        return strangers.Length == 0 && !seen.Keys.IsEmpty
            ? Yes($"the key {ReservationKey.Text(fence.Victim)} is not registered, and all that are belong to other machines", seen, fence)
            : No($"the victim's key is not there, and nobody knows whose these are: {string.Join(", ", strangers.Select(ReservationKey.Text))}", seen, fence);
    }

    private static StorageFenceStep.Confirmed Yes(string what, ReservationState seen, StorageFenceCase fence) =>
        new($"{fence.Device}: {what}; {seen.Describe()}");

    private static StorageFenceStep.NotConfirmed No(string what, ReservationState seen, StorageFenceCase fence) =>
        new($"{fence.Device}: {what}; {seen.Describe()}");
}
