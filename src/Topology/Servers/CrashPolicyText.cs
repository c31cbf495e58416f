using System.Globalization;
using System.Text;

namespace LustreSupervisor.Topology.Servers;

/// <summary>The crash policy as text: what <c>explain crash-policy</c> prints.</summary>
public static class CrashPolicyText
{
    /// <summary>One line a row, columns aligned.</summary>
    public static string Print()
    {
        var text = new StringBuilder();
        Line(text, "FAULT", "CHILD", "TARGET", "MEANING");
        foreach (var row in CrashPolicy.Rows)
            Line(text, row.Fault.ToString(), row.Child.ToString(), row.Target.ToString(), row.Meaning);
        return text.ToString();
    }

    private static void Line(StringBuilder text, string fault, string child, string target, string meaning) =>
        text.Append(CultureInfo.InvariantCulture, $"{fault,-15} {child,-9} {target,-20} {meaning}\n");
}
