namespace LustreSupervisor.StampCheck.Rules;

/// <summary>Nobody writes but between its own mount and its own unmount.</summary>
internal static class MountFirstRule
{
    /// <summary>Finds sessions without a mount. The mount of the oldest one may have left the ring.</summary>
    public static IEnumerable<Violation> Find(IReadOnlyList<Session> sessions) =>
        from session in sessions
        where !session.Mounted && (session != sessions[0] || session.First.Sequence == 1)
        select new Violation(ViolationKind.NotMounted, session.First.Sequence,
            $"{session.Who} wrote stamp {session.First.Sequence} ({session.First.Kind}) without having mounted the device");
}
