namespace LustreSupervisor.LustreModel.ToolProtocol;

/// <summary>How a tool ended.</summary>
/// <param name="Exit">Exit code.</param>
/// <param name="Stdout">All of its standard output.</param>
/// <param name="Stderr">All of its standard error.</param>
public sealed record ToolReply(int Exit, string Stdout, string Stderr);
