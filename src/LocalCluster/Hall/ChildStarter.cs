using System.ComponentModel;
using System.Globalization;
using LustreSupervisor.LocalCluster.Nodes.Kernel;
using LustreSupervisor.LocalCluster.Processes;
using LustreSupervisor.LocalCluster.State;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>Starts the hall's children: the same program under other commands, marked, on a lifeline, in the process table.</summary>
/// <param name="options">Set-up of the cluster.</param>
/// <param name="table">Where children are recorded.</param>
/// <param name="log">The hall's log.</param>
internal sealed class ChildStarter(HallOptions options, ProcessTable table, ILogger log)
{
    /// <summary>What children may see of the hall's own environment: no secrets of the person's shell.</summary>
    private static readonly string[] Inherited =
        ["PATH", "HOME", "TMPDIR", "LANG", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", Programs.Variable,
        KernelHostOptions.OldMmpErrnoVariable, KernelHostOptions.HostIdUnsetVariable];

    /// <summary>Starts a child.</summary>
    /// <param name="role">What it is.</param>
    /// <param name="name">Its name, which also names its log.</param>
    /// <param name="arguments">Arguments of this program.</param>
    /// <param name="extra">Variables beyond those that every child gets.</param>
    /// <exception cref="StateException">It cannot be started.</exception>
    public ChildProcess Start(HallRole role, string name, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> extra)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [HallMarkers.Run] = table.RunId,
            ["LUSTRE_DELAY_FACTOR"] = options.DelayFactor.ToString(CultureInfo.InvariantCulture),
            // Several of these processes share a laptop: they start faster and idle smaller without re-optimising themselves.
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_gcConcurrent"] = "0",
        };
        foreach (var variable in Inherited)
        {
            if (Environment.GetEnvironmentVariable(variable) is { } value)
                environment[variable] = value;
        }

        foreach (var (variable, value) in extra)
            environment[variable] = value;
        return Start(role, name, new ChildStart(
            options.Programs.Supervisor, arguments, environment, options.Directory.Root, options.Directory.LogFile(name)));
    }

    private ChildProcess Start(HallRole role, string name, ChildStart start)
    {
        try
        {
            var child = ChildProcess.Start(start);
            table.Record(new HallProcess(role, name, child.Identity.Pid, child.Identity.StartTicks));
            HallLog.Started(log, role, name, child.Identity.Pid);
            _ = LogEndAsync(child, role, name);
            return child;
        }
        catch (Win32Exception error)
        {
            throw new StateException($"{start.Program} cannot be started: {error.Message}", error);
        }
    }

    private async Task LogEndAsync(ChildProcess child, HallRole role, string name) =>
        HallLog.Ended(log, role, name, child.Identity.Pid, await child.Exit);
}
