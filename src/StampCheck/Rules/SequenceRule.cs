using LustreSupervisor.StampCheck.Reading;

namespace LustreSupervisor.StampCheck.Rules;

/// <summary>Numbers count up by one. The ring keeps the newest 8192 of them, all of them, and the head names the newest.</summary>
internal static class SequenceRule
{
    /// <summary>Finds missing numbers and a head that names another stamp than the newest.</summary>
    public static IEnumerable<Violation> Find(Evidence evidence)
    {
        var newest = evidence.Stamps.Count > 0 ? evidence.Stamps[^1].Sequence : 0;
        var expected = Math.Max(1, newest - ImageMap.RingSlots + 1);
        foreach (var stamp in evidence.Stamps)
        {
            if (stamp.Sequence > expected)
                yield return Missing(expected, stamp.Sequence - 1);
            else if (stamp.Sequence < expected)
                yield return new Violation(ViolationKind.Gap, stamp.Sequence,
                    $"stamp {stamp.Sequence} stands where stamp {stamp.Sequence + ImageMap.RingSlots} should: that one was lost or overwritten");
            expected = Math.Max(expected, stamp.Sequence + 1);
        }

        if (evidence.Head > newest)
            yield return Missing(newest + 1, evidence.Head.Value);
        // The head is written after its stamp: a writer that was killed in between leaves it one behind.
        if ((evidence.Head ?? 0) < newest - 1)
            yield return new Violation(ViolationKind.Gap, newest,
                $"the newest stamp is {newest}, but the head of the ring names {evidence.Head?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}: an older state was written back");
    }

    private static Violation Missing(long first, long last) => new(ViolationKind.Gap, last, first == last
        ? $"stamp {first} is missing: it was lost or overwritten"
        : $"stamps {first} to {last} are missing: they were lost or overwritten");
}
