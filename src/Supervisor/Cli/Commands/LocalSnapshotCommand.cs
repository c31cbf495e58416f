using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LustreSupervisor.LocalCluster.Api.Store.Snapshots;
using LustreSupervisor.LocalCluster.Hall.Control;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli.Output;
using LustreSupervisor.Supervisor.Local;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor local snapshot save|restore FILE</c>: rehearses what an etcd restore does to a cluster that runs on.</summary>
internal static class LocalSnapshotCommand
{
    /// <summary>What etcd's documentation recommends: more than a cluster writes between a snapshot and its restore.</summary>
    private const long BumpDefault = 1_000_000_000;

    /// <summary>Keeps resourceVersions, with all that are ever given out after it, within 63 bits.</summary>
    private const long BumpMax = 1_000_000_000_000;

    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context) => new("snapshot", "Save and restore the API server's store, as of etcd.") { Save(context), Restore(context) };

    private static Argument<string> FileArgument(string description) => new("FILE") { Description = description };

    private static Command Save(CliContext context)
    {
        var file = FileArgument("File to write");
        var command = new Command("save", "Write all objects to a file: one consistent state, also while everything runs.") { file, context.Options.Output };
        command.SetAction((parsed, _) => LocalErrors.TranslateAsync(async () =>
        {
            var directory = Known(context, parsed);
            var info = Refusals(() => StoreSnapshot.Save(directory.Root, Path.GetFullPath(parsed.GetValue(file)!), context.Time));
            await ReportAsync(context, parsed, "saved", info);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Command Restore(CliContext context)
    {
        var file = FileArgument("Snapshot");
        var bump = new Option<long?>("--bump-revision")
        {
            Description = string.Create(
                CultureInfo.InvariantCulture, $"Let resourceVersions jump ahead instead of going back, by N [default: {BumpDefault}], so that watchers list anew"),
            HelpName = "N",
            Arity = ArgumentArity.ZeroOrOne,
        };
        bump.Validators.Add(result =>
        {
            if (result.Tokens is [var token]
                && (!long.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value is < 1 or > BumpMax))
                result.AddError($"--bump-revision must be a whole number from 1 to {BumpMax}, not '{token.Value}'.");
        });
        var command = new Command("restore", "Stop the API server, put a snapshot in the place of its store, and start it. Nodes and supervisor run on, and know more than it.")
        {
            file, bump, context.Options.Output,
        };
        command.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(async () =>
        {
            var directory = Known(context, parsed);
            var ahead = parsed.GetResult(bump) is null ? 0 : parsed.GetValue(bump) ?? BumpDefault;
            var order = new SnapshotRestore(Path.GetFullPath(parsed.GetValue(file)!), ahead);
            using var hall = await RunningHall.TryConnectAsync(directory, cancellationToken);
            var info = hall is null ? Offline(directory, order) : await hall.RestoreSnapshotAsync(order, cancellationToken);
            await ReportAsync(context, parsed, "restored", info);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static SnapshotInfo Offline(StateDirectory directory, SnapshotRestore order)
    {
        // Keeps a cluster from being started meanwhile.
        using var guard = StateLock.Take(directory);
        return Refusals(() => StoreSnapshot.Restore(directory.Root, order.File, order.BumpRevision));
    }

    private static StateDirectory Known(CliContext context, ParseResult parsed)
    {
        var directory = new StateDirectory(context.StateDirectory(parsed));
        return directory.ReadMarker() is not null
            ? directory
            : throw new StateException($"There is no laptop cluster in {directory.Root}: start one with 'supervisor local up'.");
    }

    private static SnapshotInfo Refusals(Func<SnapshotInfo> work)
    {
        try
        {
            return work();
        }
        catch (SnapshotException refusal)
        {
            throw new StateException(refusal.Message, refusal);
        }
    }

    private static async Task ReportAsync(CliContext context, ParseResult parsed, string what, SnapshotInfo info)
    {
        var format = parsed.GetValue(context.Options.Output);
        if (format == OutputFormat.Table)
            await context.OutText.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{what} {info.File}: {info.Objects} objects, revision {info.Revision}, sha256 {info.Checksum}"));
        else
            Documents.Write(context.OutText, JsonSerializer.SerializeToNode(info, StateJson.Options)!, format);
    }
}
