using LustreSupervisor.LustreTools;
using LustreSupervisor.LustreTools.Pods;

var words = CommandLine.OfThisProcess(args);
return words is [PodInit.Verb, .. var rest]
    ? PodInit.Run(rest)
    : Tool.Run(words, Environment.GetEnvironmentVariable, Console.OpenStandardOutput(), Console.OpenStandardError());
