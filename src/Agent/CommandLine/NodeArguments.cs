namespace LustreSupervisor.Agent.CommandLine;

/// <summary>Reads the command line of <c>lustre-agent node</c>.</summary>
internal static class NodeArguments
{
    private static readonly string[] Required = ["--node", "--listen"];

    private static readonly string[] Optional = ["--tls-directory", "--local-socket", "--state-directory", "--watchdog"];

    /// <summary>Reads what follows <c>node</c>; never throws.</summary>
    public static ParsedCommand Parse(string[] arguments)
    {
        var (values, complaint) = NamedValues.Read(arguments, Required, Optional);
        if (values is null)
            return new ParsedCommand.Bad(complaint);
        var (address, wrong) = ListenAddress.Parse(values["--listen"], values.GetValueOrDefault("--tls-directory"));
        if (address is null)
            return new ParsedCommand.Bad(wrong);
        foreach (var path in (string[])["--local-socket", "--state-directory"])
        {
            if (values.GetValueOrDefault(path) is { } relative && !relative.StartsWith('/'))
                return new ParsedCommand.Bad($"{path} '{relative}' is not an absolute path");
        }

        return new ParsedCommand.Node(new NodeOptions(
            values["--node"], address, values.GetValueOrDefault("--local-socket"),
            values.GetValueOrDefault("--state-directory") ?? NodeOptions.DefaultStateDirectory,
            values.GetValueOrDefault("--watchdog") ?? NodeOptions.DefaultWatchdog));
    }
}
