using System.Globalization;
using System.Text;

namespace LustreSupervisor.Topology.Explain;

/// <summary>An explanation as text: what <c>supervisor explain target</c> prints.</summary>
public static class ExplainText
{
    /// <summary>Prints it.</summary>
    /// <param name="explanation">What to print.</param>
    /// <param name="now">Time.</param>
    public static string Print(Explanation explanation, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{explanation.Target} is {explanation.State} since {Time(explanation.Since)}, for {Span(now - explanation.Since)}\n");
        text.Append(CultureInfo.InvariantCulture, $"waits for: {(explanation.WaitsFor.Length > 0 ? explanation.WaitsFor : "nothing")}\n");
        if (explanation.Rule.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"rule: {explanation.Rule}\n");
        foreach (var detail in explanation.Details)
            text.Append(CultureInfo.InvariantCulture, $"  - {detail}\n");
        if (!explanation.PersonCan.IsEmpty)
            text.Append("a person can:\n");
        foreach (var action in explanation.PersonCan)
            text.Append(CultureInfo.InvariantCulture, $"  - {action.When}:\n      {action.Command}\n");
        if (!explanation.Interruptions.IsDefaultOrEmpty)
            text.Append("last interruptions:\n");
        foreach (var interruption in explanation.Interruptions.IsDefault ? [] : explanation.Interruptions)
            text.Append(CultureInfo.InvariantCulture, $"  - {InterruptionText.Line(interruption)}\n");
        return text.ToString();
    }

    internal static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A time span in the two largest units; a clock that went back makes none.</summary>
    internal static string Span(TimeSpan span)
    {
        var seconds = Math.Max(0, (long)span.TotalSeconds);
        FormattableString text = seconds switch
        {
            < 60 => $"{seconds} s",
            < 3600 => $"{seconds / 60} min {seconds % 60} s",
            < 86400 => $"{seconds / 3600} h {seconds % 3600 / 60} min",
            _ => $"{seconds / 86400} d {seconds % 86400 / 3600} h",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }
}
