using System.CommandLine;
using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli.Output;
using LustreSupervisor.Supervisor.Journal;
using LustreSupervisor.Supervisor.Journal.Reading;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor journal history</c>: what was decided, when, why and on whose request, read while the supervisor runs or not.</summary>
public static class JournalCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context) => new("journal", "Read the journal, the record of every decision.") { History(context) };

    private static Command History(CliContext context)
    {
        var filesystem = new Option<string?>("--filesystem") { Description = "Only this file system, its servers and their machines", HelpName = "NAME" };
        var target = new Option<string?>("--target") { Description = "Only this target, by name or Lustre label", HelpName = "NAME" };
        var journal = new Option<string?>("--journal") { Description = "File to read [default: the state directory's]", HelpName = "FILE" };
        var limit = new Option<int?>("--limit") { Description = "Only the latest N decisions [default: all]", HelpName = "N" };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
                result.AddError("--limit must be at least 1.");
        });
        var command = new Command("history", "List decisions, oldest first.")
        {
            filesystem, target, journal, limit, context.Options.Namespace, context.Options.Output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(journal) ?? Path.Combine(context.StateDirectory(parsed), JournalPath.FileName);
            using var reader = JournalReader.Open(path);
            var actors = await new JournalScope(reader).FindAsync(
                parsed.GetValue(context.Options.Namespace), parsed.GetValue(filesystem), parsed.GetValue(target), cancellationToken);
            var entries = reader.ReadAsync(actors, parsed.GetValue(limit), cancellationToken);
            await PrintAsync(context, reader, entries, parsed.GetValue(context.Options.Output), cancellationToken);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task PrintAsync(
        CliContext context, JournalReader reader, IAsyncEnumerable<JournalEntry> entries, OutputFormat format, CancellationToken cancellationToken)
    {
        if (format == OutputFormat.Table)
        {
            var width = reader.PersistenceIds().Select(id => id.Length).DefaultIfEmpty().Max();
            await foreach (var entry in entries.WithCancellation(cancellationToken))
                await context.OutText.WriteLineAsync(EventText.Line(entry, width));
            return;
        }

        var items = new JsonArray();
        await foreach (var entry in entries.WithCancellation(cancellationToken))
            items.Add((JsonNode)EventDocument.Of(entry));
        Documents.Write(context.OutText, new JsonObject { ["journal"] = reader.Path, ["epoch"] = reader.Epoch, ["entries"] = items }, format);
    }
}
