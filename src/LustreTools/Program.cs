using LustreSupervisor.LustreTools;

return Tool.Run(CommandLine.OfThisProcess(args), Environment.GetEnvironmentVariable, Console.OpenStandardOutput(), Console.OpenStandardError());
