using LustreSupervisor.StampCheck.Reading;

namespace LustreSupervisor.StampCheck.Rules;

/// <summary>A kernel that confesses is believed.</summary>
internal static class DataLossRule
{
    /// <summary>Finds confessions.</summary>
    public static IEnumerable<Violation> Find(IReadOnlyList<FoundStamp> stamps) =>
        from stamp in stamps
        where stamp.IsDataLoss
        select new Violation(ViolationKind.DataLoss, stamp.Sequence, $"{stamp.Node} found in stamp {stamp.Sequence}: {stamp.Detail}");
}
