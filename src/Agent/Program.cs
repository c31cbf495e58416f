using LustreSupervisor.Agent.CommandLine;
using LustreSupervisor.Agent.Hosting;
using LustreSupervisor.Agent.Node;

return ArgumentParser.Parse(args) switch
{
    ParsedCommand.Target(var options) => await AgentHost.RunAsync(options, HostEnvironment.Read()),
    ParsedCommand.Node(var options) => await NodeAgentHost.RunAsync(options, HostEnvironment.Read()),
    ParsedCommand.Version => ArgumentParser.PrintVersion(),
    ParsedCommand.Help => ArgumentParser.PrintHelp(),
    ParsedCommand.Bad(var complaint) => ArgumentParser.Complain(complaint),
    _ => ArgumentParser.Complain("nothing to do"),
};
