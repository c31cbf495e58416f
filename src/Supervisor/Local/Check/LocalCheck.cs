using System.Text.Json;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.StampCheck;
using LustreSupervisor.Supervisor.Cli;
using LustreSupervisor.Supervisor.Cli.Output;

namespace LustreSupervisor.Supervisor.Local.Check;

/// <summary><c>supervisor local check</c>: prints the verdict of the independent checker.</summary>
internal static class LocalCheck
{
    /// <summary>Judges the devices of a state directory, whether its cluster runs or not.</summary>
    /// <param name="context">The process.</param>
    /// <param name="directory">State directory.</param>
    /// <param name="format">Form of the output.</param>
    /// <returns>Exit code: 0 when no rule was broken, else 1.</returns>
    /// <exception cref="StateException">There is no laptop cluster, or a device cannot be read.</exception>
    public static int Run(CliContext context, StateDirectory directory, OutputFormat format)
    {
        if (directory.ReadMarker() is null)
            throw new StateException($"There is no laptop cluster in {directory.Root}: start one with 'supervisor local up'.");
        var verdicts = Read(directory);
        var broken = verdicts.Sum(verdict => verdict.Violations.Count);
        if (format == OutputFormat.Table)
        {
            foreach (var line in CheckLines.Of(verdicts))
                context.OutText.WriteLine(line);
        }
        else
        {
            var document = new { ok = broken == 0, violations = broken, devices = verdicts };
            Documents.Write(context.OutText, JsonSerializer.SerializeToNode(document, StateJson.Options)!, format);
        }

        return broken == 0 ? ExitCodes.Ok : ExitCodes.UserError;
    }

    private static IReadOnlyList<DeviceVerdict> Read(StateDirectory directory)
    {
        try
        {
            return StampChecker.CheckDirectory(directory.DevicesDirectory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"The devices in {directory.DevicesDirectory} cannot be read: {error.Message}", error);
        }
    }
}
