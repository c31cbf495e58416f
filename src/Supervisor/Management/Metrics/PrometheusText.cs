using System.Globalization;
using System.Text;

namespace LustreSupervisor.Supervisor.Management.Metrics;

/// <summary>
/// Writes Prometheus' text exposition format 0.0.4. The figures are a function of what is journaled and not counted while the process
/// runs, which client libraries have no place for: their counters begin at zero in each process, and their histograms cannot be set.
/// </summary>
internal sealed class PrometheusText
{
    /// <summary>Media type of the format.</summary>
    internal const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder text = new();
    private string name = "";

    /// <summary>Begins a family: every sample that follows is one of it.</summary>
    internal PrometheusText Family(string familyName, string type, string help)
    {
        name = familyName;
        text.Append("# HELP ").Append(name).Append(' ').Append(EscapeHelp(help)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    /// <summary>Writes one sample.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="labels">Names and values of its labels.</param>
    internal PrometheusText Sample(double value, params ReadOnlySpan<(string Name, string Value)> labels) => Line("", value, labels);

    /// <summary>Writes one sample whose name has an ending, as those of histograms have.</summary>
    internal PrometheusText Line(string ending, double value, ReadOnlySpan<(string Name, string Value)> labels)
    {
        text.Append(name).Append(ending);
        for (var i = 0; i < labels.Length; i++)
            text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(EscapeLabel(labels[i].Value)).Append('"');
        text.Append(labels.IsEmpty ? " " : "} ").Append(Number(value)).Append('\n');
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    internal static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string EscapeLabel(string value) => EscapeHelp(value).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string EscapeHelp(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
