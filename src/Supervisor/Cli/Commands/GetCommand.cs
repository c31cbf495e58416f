using System.CommandLine;
using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli.Cluster;
using LustreSupervisor.Supervisor.Cli.Output;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor get filesystems|targets|nodes [NAME]</c>: what there is, as the cluster reports it.</summary>
public static class GetCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context) => new("get", "List file systems, targets or nodes.")
    {
        ForKind(context, ResourceKind.Filesystem, "filesystems", "List file systems.", "filesystem", "fs"),
        ForKind(context, ResourceKind.Target, "targets", "List Lustre servers, one a target.", "target", "lt"),
        ForKind(context, ResourceKind.LustreNode, "nodes", "List nodes with what their agents report.", "node"),
    };

    private static Command ForKind(CliContext context, ResourceKind kind, string name, string description, params string[] aliases)
    {
        var wanted = new Argument<string?>("NAME") { Description = "Only this one", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command(name, description) { wanted, context.Options.ListOutput };
        if (kind.Namespaced)
        {
            command.Add(context.Options.Namespace);
            command.Add(context.Options.AllNamespaces);
        }

        foreach (var alias in aliases)
            command.Aliases.Add(alias);
        command.SetAction((parsed, cancellationToken) => RunAsync(context, parsed, kind, parsed.GetValue(wanted), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context, ParseResult parsed, ResourceKind kind, string? name, CancellationToken cancellationToken)
    {
        using var cluster = ClusterConnection.Open(context, parsed);
        var space = kind.Namespaced ? parsed.GetValue(context.Options.Namespace) : null;
        IReadOnlyList<JsonObject> items = name is null
            ? await cluster.ListAsync(kind, space, cancellationToken)
            : [.. await ResourceLookup.FindAllAsync(cluster, kind, space, name, cancellationToken)];
        switch (parsed.GetValue(context.Options.ListOutput))
        {
            case OutputFormat.Json or OutputFormat.Yaml:
                Documents.Write(context.OutText, Document(items, name), parsed.GetValue(context.Options.ListOutput));
                break;
            case OutputFormat.Name:
                foreach (var item in items)
                    await context.OutText.WriteLineAsync($"{kind.Singular}/{item.Text("metadata", "name")}");
                break;
            case var format when items.Count > 0:
                await WriteTableAsync(context, parsed, cluster, kind, items, format == OutputFormat.Wide, cancellationToken);
                break;
            default:
                await context.ErrorText.WriteLineAsync($"no {kind.Plural} {(space is null ? "in the cluster" : $"in namespace {space}")}");
                break;
        }

        return ExitCodes.Ok;
    }

    private static async Task WriteTableAsync(
        CliContext context,
        ParseResult parsed,
        ClusterClient cluster,
        ResourceKind kind,
        IReadOnlyList<JsonObject> items,
        bool wide,
        CancellationToken cancellationToken)
    {
        var columns = await ColumnsAsync(context, cluster, kind, cancellationToken);
        var spaces = items.Select(item => item.Text("metadata", "namespace")).Distinct().Count();
        if (spaces > 1 || (kind.Namespaced && parsed.GetValue(context.Options.AllNamespaces)))
            columns = [ResourceColumns.Namespace, .. columns];
        ResourceTable.Write(context.Out, columns, items, wide);
    }

    private static async Task<IReadOnlyList<Column>> ColumnsAsync(
        CliContext context, ClusterClient cluster, ResourceKind kind, CancellationToken cancellationToken)
    {
        if (kind == ResourceKind.Filesystem)
            return ResourceColumns.Filesystems(context.Time);
        if (kind == ResourceKind.Target)
            return ResourceColumns.Targets(context.Time);
        var nodes = await cluster.ListAsync(ResourceKind.Node, null, cancellationToken);
        var targets = await cluster.ListAsync(ResourceKind.Target, null, cancellationToken);
        return ResourceColumns.Nodes(context.Time, nodes, targets);
    }

    /// <summary>One named object alone, else a list: as kubectl prints them, without the bookkeeping of field managers.</summary>
    private static JsonObject Document(IReadOnlyList<JsonObject> items, string? name)
    {
        foreach (var item in items)
            (item.At("metadata") as JsonObject)?.Remove("managedFields");
        return name is not null && items.Count == 1
            ? items[0]
            : new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray([.. items]) };
    }
}
