using System.CommandLine;
using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli.Cluster;
using LustreSupervisor.Supervisor.Cli.Output;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor describe target|filesystem NAME</c>: everything that is known about one resource.</summary>
public static class DescribeCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context) => new("describe", "Show all that is known about one file system or target.")
    {
        ForKind(context, ResourceKind.Target, "target", "lt", "Identity, state, conditions, history and events of one Lustre server."),
        ForKind(context, ResourceKind.Filesystem, "filesystem", "fs", "Spec, conditions, servers and events of one file system."),
    };

    private static Command ForKind(CliContext context, ResourceKind kind, string name, string alias, string description)
    {
        var wanted = new Argument<string>("NAME") { Description = kind == ResourceKind.Target ? "Name or Lustre label" : "Name" };
        var command = new Command(name, description) { wanted, context.Options.Namespace, context.Options.Output };
        command.Aliases.Add(alias);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var cluster = ClusterConnection.Open(context, parsed);
            var space = parsed.GetValue(context.Options.Namespace);
            var found = await ResourceLookup.FindOneAsync(cluster, kind, space, parsed.GetRequiredValue(wanted), cancellationToken);
            var described = kind == ResourceKind.Target
                ? await DescriptionReader.ReadTargetAsync(context, parsed, cluster, found, cancellationToken)
                : await DescriptionReader.ReadFilesystemAsync(cluster, found, cancellationToken);
            Print(context, kind, described, parsed.GetValue(context.Options.Output));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Print(CliContext context, ResourceKind kind, Description described, OutputFormat format)
    {
        if (format != OutputFormat.Table)
        {
            Documents.Write(context.OutText, described.ToDocument(), format);
            return;
        }

        var facts = kind == ResourceKind.Target
            ? DescriptionText.Target(described.Resource, context.Time)
            : DescriptionText.Filesystem(described.Resource, context.Time);
        Facts.Write(context.Out, facts);
        Section(context, "Conditions", DescriptionText.Conditions(context.Time), [.. described.Resource.Items("status", "conditions")]);
        Section(context, "Targets", ResourceColumns.Targets(context.Time), described.Targets);
        Section(context, "History", DescriptionText.History(context.Time), described.History);
        Section(context, "Events", DescriptionText.Events(context.Time), described.Events);
    }

    private static void Section(CliContext context, string title, IReadOnlyList<Column> columns, IReadOnlyList<JsonObject> items)
    {
        if (items.Count == 0)
            return;
        Facts.Heading(context.Out, title);
        ResourceTable.Write(context.Out, columns, items, wide: false);
    }
}
