using System.CommandLine;

namespace LustreSupervisor.Supervisor.Cli.Endpoint;

/// <summary>What a person must say to order something that a supervisor would not do by itself.</summary>
internal sealed class PersonOptions
{
    private readonly Option<string> statement = new("--statement")
    {
        Description = "What was found and done; the journal keeps it", HelpName = "TEXT", DefaultValueFactory = _ => "",
    };

    private readonly Option<string?> by = new("--by") { Description = "Who says so [default: $SUDO_USER, else $USER]", HelpName = "NAME" };

    private readonly Option<string> confirm = new("--confirm")
    {
        Description = "Type the name again", HelpName = "NAME", DefaultValueFactory = _ => "",
    };

    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Only say what would happen" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(statement);
        command.Options.Add(by);
        command.Options.Add(confirm);
        command.Options.Add(dryRun);
    }

    /// <summary>What was found and done.</summary>
    public string Statement(ParseResult parsed) => parsed.GetValue(statement) ?? "";

    /// <summary>Who says so.</summary>
    public string By(CliContext context, ParseResult parsed) =>
        parsed.GetValue(by) ?? context.Variable("SUDO_USER") ?? context.Variable("USER") ?? "";

    /// <summary>The name as it was typed again.</summary>
    public string Confirm(ParseResult parsed) => parsed.GetValue(confirm) ?? "";

    /// <summary>Whether only to say what would happen.</summary>
    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(dryRun);
}
