using LustreSupervisor.Supervisor.Cli;

return await CommandLine.RunAsync(args, CliContext.ForThisProcess());
