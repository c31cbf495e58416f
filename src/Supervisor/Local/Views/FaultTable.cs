using System.Globalization;
using LustreSupervisor.LocalCluster.Hall.Faults;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LustreSupervisor.Supervisor.Local.Views;

/// <summary>Faults on a terminal: the kinds there are, and what is broken now.</summary>
internal static class FaultTable
{
    /// <summary>Every kind, with what it takes and how it ends.</summary>
    public static IRenderable Kinds()
    {
        var table = ClusterTable.Plain("FAULT", "TAKES", "ENDS", "WHAT IT DOES");
        foreach (var fault in FaultCatalog.All)
            table.AddRow(new Text(fault.Name), new Text(Takes(fault)), new Text(Ends(fault.Healing)), new Text(fault.Help));
        return table;
    }

    /// <summary>What is broken; nothing at all where nothing is.</summary>
    /// <param name="faults">Active faults.</param>
    public static IRenderable Active(IReadOnlyList<ActiveFault> faults)
    {
        if (faults.Count == 0)
            return new Rows();
        var table = ClusterTable.Plain("ACTIVE FAULT", "OF", "ON", "SINCE", "UNTIL");
        foreach (var fault in faults)
        {
            table.AddRow(
                new Text(fault.Kind, new Style(Color.Red)), new Text(fault.Subject), new Text(string.Join(',', fault.Nodes)),
                new Text(Time(fault.Since)), new Text(fault.Until is { } until ? Time(until) : "cleared"));
        }

        return new Rows(new Text(""), table);
    }

    private static string Takes(FaultDescription fault) => string.Join(' ', ((string[])
    [
        fault.Subject switch
        {
            FaultSubject.Target => "TARGET",
            FaultSubject.NewTarget => "LABEL",
            FaultSubject.Mgs => "[TARGET]",
            FaultSubject.Node => "NODE",
            _ => "",
        },
        fault.TakesPeer ? "--peer NODE" : "",
        fault.SecondsDefault is null ? "" : "[--seconds N]",
    ]).Where(word => word.Length > 0));

    private static string Ends(FaultHealing healing) => healing switch
    {
        FaultHealing.AtOnce => "at once",
        FaultHealing.Clear => "--clear",
        FaultHealing.Power => "power off",
        _ => "never",
    };

    private static string Time(DateTimeOffset at) => at.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
