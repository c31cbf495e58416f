using System.Globalization;
using LustreSupervisor.StampCheck;

namespace LustreSupervisor.Supervisor.Local.Check;

/// <summary>A checker's verdict as lines for people: each device, who wrote it in order, what is wrong.</summary>
internal static class CheckLines
{
    /// <summary>Characters of a boot id that tell boots apart at a glance.</summary>
    private const int BootCharacters = 8;

    /// <summary>Lines of all devices that were ever formatted, written or damaged, and a last line with the sum.</summary>
    /// <param name="verdicts">Verdicts.</param>
    public static IEnumerable<string> Of(IReadOnlyList<DeviceVerdict> verdicts)
    {
        var shown = verdicts.Where(verdict => verdict.Writers.Count > 0 || verdict.Label.Length > 0 || !verdict.Ok).ToList();
        foreach (var verdict in shown)
        {
            yield return $"{verdict.Device} {(verdict.Label.Length > 0 ? verdict.Label : "-")}: {(verdict.Ok ? "ok" : "VIOLATED")}";
            foreach (var writer in verdict.Writers)
                yield return Line(writer);
            foreach (var violation in verdict.Violations)
                yield return $"  {violation.Kind}: {violation.Text}";
        }

        var broken = verdicts.Sum(verdict => verdict.Violations.Count);
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{verdicts.Count} devices, {verdicts.Count - shown.Count} of them blank; {(broken == 0 ? "at most one kernel ever wrote each" : $"{broken} violations")}");
    }

    private static string Line(Writer writer) => string.Create(CultureInfo.InvariantCulture,
        $"  {writer.FirstSequence}..{writer.LastSequence} {writer.Node} boot {Short(writer.BootId)} {writer.Service}"
        + $" {(writer.Incarnation.Length > 0 ? writer.Incarnation : "-")} {writer.FirstAt} {End(writer.End)}");

    private static string End(WriterEnd end) => end switch
    {
        WriterEnd.Unmounted => "unmounted",
        WriterEnd.Silent => "never wrote again",
        _ => "newest",
    };

    private static string Short(string boot) => boot.Length > BootCharacters ? boot[..BootCharacters] : boot;
}
