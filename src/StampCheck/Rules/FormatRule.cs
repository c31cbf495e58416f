using LustreSupervisor.StampCheck.Reading;

namespace LustreSupervisor.StampCheck.Rules;

/// <summary>A device is formatted before its first mount and never again: what served once may hold data. Its UUID says when.</summary>
internal static class FormatRule
{
    /// <summary>Finds changes of the UUID within sessions and after them.</summary>
    public static IEnumerable<Violation> Find(IReadOnlyList<Session> sessions, Evidence evidence)
    {
        for (var at = 0; at < sessions.Count; at++)
        {
            var session = sessions[at];
            var mounted = session.First.FsUuid;
            if (session.Stamps.FirstOrDefault(stamp => Differs(mounted, stamp.FsUuid)) is { } changed)
            {
                yield return new Violation(ViolationKind.Formatted, changed.Sequence,
                    $"{session.Who} had mounted file system {mounted} and found {changed.FsUuid} at stamp {changed.Sequence}");
                continue;
            }

            var next = at + 1 < sessions.Count ? sessions[at + 1].First.FsUuid : evidence.FsUuid;
            if (Differs(mounted, next))
                yield return new Violation(ViolationKind.Formatted, session.Last.Sequence,
                    $"file system {mounted} was replaced by {next} after stamp {session.Last.Sequence} of {session.Who}"
                    + (session.Unmounted ? "; it was unmounted, but it was in use once" : ", which had not unmounted it"));
        }
    }

    private static bool Differs(string before, string after) => before.Length > 0 && after.Length > 0 && before != after;
}
