using Spectre.Console;

namespace LustreSupervisor.Supervisor.Cli.Output;

/// <summary>Colours with one meaning each: green is well, yellow is on its way, red waits for a person.</summary>
internal static class Colours
{
    /// <summary>Colour of a target's state.</summary>
    public static Color OfState(string state) => state switch
    {
        "Serving" => Color.Green,
        "Quarantined" or "AwaitingProof" or "AwaitingApproval" => Color.Red,
        "Stopped" or "Drained" or "Retired" => Color.Grey,
        _ => Color.Olive,
    };

    /// <summary>Colour of a condition for which True is well.</summary>
    public static Color OfReadiness(string status) => status switch
    {
        "True" => Color.Green,
        "False" => Color.Red,
        _ => Color.Olive,
    };
}
