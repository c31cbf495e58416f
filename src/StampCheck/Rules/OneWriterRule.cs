namespace LustreSupervisor.StampCheck.Rules;

/// <summary>
/// At most one kernel writes. A kernel that took a device over without the earlier one's unmount was right only if the earlier one was
/// dead: then it never wrote again. So the spans of two kernels' sessions may not overlap.
/// </summary>
internal static class OneWriterRule
{
    /// <summary>Finds sessions of different kernels that overlap; one report a session that was written over.</summary>
    public static IEnumerable<Violation> Find(IReadOnlyList<Session> sessions)
    {
        for (var earlier = 0; earlier < sessions.Count; earlier++)
        {
            var written = sessions[earlier];
            for (var later = earlier + 1; later < sessions.Count && sessions[later].First.Sequence < written.Last.Sequence; later++)
            {
                if (sessions[later].Kernel == written.Kernel)
                    continue;
                var again = written.Stamps.First(stamp => stamp.Sequence > sessions[later].First.Sequence);
                yield return new Violation(ViolationKind.Interleaved, again.Sequence,
                    $"{written.Who} wrote stamp {again.Sequence} ({again.Kind}) after {sessions[later].Who} had begun to write with stamp {sessions[later].First.Sequence}");
                break;
            }
        }
    }
}
