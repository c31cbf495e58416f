using LustreSupervisor.Topology.Agents.Parsing;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.CommandLine;

/// <summary>Reads the command line by hand: a library would cost more time at start than the whole agent.</summary>
internal static class ArgumentParser
{
    /// <summary>Exit code for a command line or an environment that cannot be used.</summary>
    public const int ExitUsage = 1;

    private const string Usage = """
        usage: lustre-agent target --namespace NS --pod NAME --label LABEL --incarnation EPOCH.NUMBER.NONCE
                                   --listen unix:/PATH [--mount-root DIR]
               lustre-agent target ... --listen tcp:ADDRESS:PORT --tls-directory DIR
               lustre-agent node --node NODE --listen unix:/PATH [--state-directory DIR] [--watchdog DEVICE]
               lustre-agent node ... --listen tcp:ADDRESS:PORT --tls-directory DIR --local-socket /PATH
               lustre-agent --version
        """;

    private static readonly string[] Optional = ["--mount-root", "--tls-directory"];

    private static readonly string[] Required = ["--namespace", "--pod", "--label", "--incarnation", "--listen"];

    /// <summary>Reads the arguments; never throws.</summary>
    public static ParsedCommand Parse(string[] arguments) => arguments switch
    {
        ["--version"] => new ParsedCommand.Version(),
        ["--help"] or ["-h"] => new ParsedCommand.Help(),
        ["target", .. var rest] => Target(rest),
        ["node", .. var rest] => NodeArguments.Parse(rest),
        [] => new ParsedCommand.Bad("no command given"),
        [var other, ..] => new ParsedCommand.Bad($"unknown command or option '{other}'"),
    };

    /// <summary>Prints the version.</summary>
    public static int PrintVersion()
    {
        Console.Out.WriteLine($"lustre-agent {AgentVersion.Text}");
        return 0;
    }

    /// <summary>Prints the usage as an answer.</summary>
    public static int PrintHelp()
    {
        Console.Out.WriteLine(Usage);
        return 0;
    }

    /// <summary>Prints what is wrong, and the usage.</summary>
    public static int Complain(string complaint)
    {
        Console.Error.WriteLine($"lustre-agent: {complaint}\n{Usage}");
        return ExitUsage;
    }

    /// <summary>Prints what is wrong with the world rather than with the command line.</summary>
    public static int Refuse(string complaint)
    {
        Console.Error.WriteLine($"lustre-agent: {complaint}");
        return ExitUsage;
    }

    private static ParsedCommand Target(string[] arguments)
    {
        var (values, complaint) = NamedValues.Read(arguments, Required, Optional);
        return values is null ? new ParsedCommand.Bad(complaint) : Checked(values);
    }

    private static ParsedCommand Checked(Dictionary<string, string> values)
    {
        if (!IncarnationId.TryParse(values["--incarnation"], out var incarnation))
            return new ParsedCommand.Bad($"--incarnation '{values["--incarnation"]}' is not EPOCH.NUMBER.NONCE");
        if (!LustreLabel.TryParse(values["--label"], out var label) || label.Normalised != values["--label"])
            return new ParsedCommand.Bad(
                $"--label '{values["--label"]}' is not the label of a registered target, such as scratch-OST000a or MGS");
        var (address, complaint) = ListenAddress.Parse(values["--listen"], values.GetValueOrDefault("--tls-directory"));
        if (address is null)
            return new ParsedCommand.Bad(complaint);
        var mountRoot = values.GetValueOrDefault("--mount-root");
        if (mountRoot is not null && !mountRoot.StartsWith('/'))
            return new ParsedCommand.Bad($"--mount-root '{mountRoot}' is not an absolute path");
        return new ParsedCommand.Target(new TargetOptions(
            values["--namespace"], values["--pod"], values["--label"], incarnation, address, mountRoot));
    }
}
