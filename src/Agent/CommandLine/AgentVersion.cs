using System.Reflection;

namespace LustreSupervisor.Agent.CommandLine;

/// <summary>Version of this agent.</summary>
internal static class AgentVersion
{
    /// <summary>As in <c>--version</c> and in Hello.</summary>
    public static string Text { get; } =
        typeof(AgentVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
