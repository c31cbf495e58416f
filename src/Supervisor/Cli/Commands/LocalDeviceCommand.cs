using System.CommandLine;
using System.Text.Json;
using LustreSupervisor.LocalCluster.Devices;
using LustreSupervisor.LocalCluster.State;
using LustreSupervisor.Supervisor.Cli.Output;
using LustreSupervisor.Supervisor.Local;

namespace LustreSupervisor.Supervisor.Cli.Commands;

/// <summary><c>supervisor local device add NODE SIZE</c>: a blank disk, found by the node without a boot.</summary>
internal static class LocalDeviceCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="context">What it sees of the process.</param>
    public static Command Create(CliContext context) => new("device", "Add storage.") { Add(context) };

    private static Command Add(CliContext context)
    {
        var node = new Argument<string>("NODE") { Description = "Node that reaches it" };
        var size = new Argument<string>("SIZE") { Description = "Capacity, such as 4Gi" };
        var labels = new Option<string[]>("--label") { Description = "Label that device selectors match; may be repeated", HelpName = "KEY=VALUE" };
        var shared = new Option<bool>("--shared") { Description = "Every node reaches it, those to come included" };
        var command = new Command("add", "Add a blank device; a node that runs reports it within seconds.") { node, size, labels, shared, context.Options.Output };
        command.SetAction((parsed, cancellationToken) => LocalErrors.TranslateAsync(async () =>
        {
            var directory = new StateDirectory(context.StateDirectory(parsed));
            var marker = directory.ReadMarker() ?? throw new StateException($"There is no laptop cluster in {directory.Root}: start one with 'supervisor local up'.");
            var name = parsed.GetValue(node)!;
            if (!marker.Present.Contains(name))
                throw new StateException($"There is no node '{name}'; there are {string.Join(", ", marker.Present)}.");
            var device = await CreateAsync(
                new DeviceCatalog(directory.DevicesDirectory), ByteSize.Parse(parsed.GetValue(size)!), Labels(parsed.GetValue(labels) ?? []),
                parsed.GetValue(shared) ? null : [name], cancellationToken);
            var format = parsed.GetValue(context.Options.Output);
            if (format == OutputFormat.Table)
                await context.OutText.WriteLineAsync($"device {device.Id}, {device.SizeBytes} bytes, reached from {string.Join(", ", device.Nodes)}");
            else
                Documents.Write(context.OutText, JsonSerializer.SerializeToNode(device, StateJson.Options)!, format);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static async Task<CatalogDevice> CreateAsync(
        DeviceCatalog catalog, long bytes, Dictionary<string, string> labels, IReadOnlyList<string>? nodes, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.CreateAsync(bytes, labels, nodes, cancellationToken: cancellationToken);
        }
        catch (Exception error) when (error is ArgumentException or IOException)
        {
            throw new StateException(error.Message.Split(" (Parameter", 2)[0], error);
        }
    }

    private static Dictionary<string, string> Labels(string[] texts)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (text.Split('=', 2) is not [{ Length: > 0 } key, var value])
                throw new StateException($"'{text}' is no label: write KEY=VALUE.");
            labels[key] = value;
        }

        return labels;
    }
}
