using System.Globalization;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Schema;

namespace LustreSupervisor.LocalCluster.Api.Validation;

/// <summary>The rules of a container (<c>validateContainerCommon</c>).</summary>
internal static class ContainerRules
{
    private static readonly string[] Handlers = ["exec", "httpGet", "tcpSocket", "grpc"];

    /// <param name="container">The container.</param>
    /// <param name="names">Names of the containers before it; its own is added.</param>
    /// <param name="volumes">Names of the pod's volumes.</param>
    public static void Check(Spot container, HashSet<string> names, HashSet<string> volumes)
    {
        var (name, image) = (container["name"], container["image"]);
        if (name.Required())
        {
            if (!Names.IsLabel(name.Text)) name.Invalid(Names.LabelRule);
            else if (!names.Add(name.Text)) name.Duplicate();
        }

        if (image.Required() && image.Text.Trim() != image.Text) image.Invalid("must not have leading or trailing whitespace");
        container["imagePullPolicy"].OneOf("Always", "IfNotPresent", "Never");
        container["terminationMessagePolicy"].OneOf("File", "FallbackToLogsOnError");
        CheckPorts(container);
        foreach (var variable in container.Each("env")) CheckVariable(variable);
        CheckMounts(container, volumes);
        CheckResources(container["resources"]);
        CheckProbe(container["livenessProbe"], true);
        CheckProbe(container["startupProbe"], true);
        CheckProbe(container["readinessProbe"], false);
    }

    private static void CheckPorts(Spot container)
    {
        var names = new HashSet<string>();
        foreach (var port in container.Each("ports"))
        {
            if (port["name"].IsSet && !names.Add(port["name"].Text)) port["name"].Duplicate();
            if (port["containerPort"].Whole is null or 0) port.Errors.Add(FieldError.Required($"{port.Path}.containerPort"));
            else port["containerPort"].Between(1, ushort.MaxValue);
            port["hostPort"].Between(0, ushort.MaxValue);
            port["protocol"].OneOf("SCTP", "TCP", "UDP");
        }
    }

    private static void CheckVariable(Spot variable)
    {
        if (variable["name"].Required() && variable["name"].Text.Any(c => c is < ' ' or > '~' or '='))
            variable["name"].Invalid("a valid environment variable name must consist only of printable ASCII characters other than '='");
        if (variable["valueFrom"].Object is not { } from) return;
        if (variable["value"].IsSet) variable["valueFrom"].Errors.Add(FieldError.Invalid(variable["valueFrom"].Path, "", "may not be specified when `value` is not empty"));
        if (from.Count == 0)
            variable["valueFrom"].Errors.Add(FieldError.Invalid(
                variable["valueFrom"].Path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"));
        if (from.Count > 1) variable["valueFrom"].Errors.Add(FieldError.Invalid(variable["valueFrom"].Path, "", "may not have more than one field specified at a time"));
    }

    private static void CheckMounts(Spot container, HashSet<string> volumes)
    {
        var paths = new HashSet<string>();
        foreach (var mount in container.Each("volumeMounts"))
        {
            if (mount["name"].Required() && !volumes.Contains(mount["name"].Text)) mount["name"].NotFound();
            if (mount["mountPath"].Required() && !paths.Add(mount["mountPath"].Text)) mount["mountPath"].Invalid("must be unique");
        }
    }

    private static void CheckResources(Spot resources)
    {
        foreach (var (kind, map) in ((string, Spot)[])[("limits", resources["limits"]), ("requests", resources["requests"])])
        {
            foreach (var (name, _) in map.Object ?? [])
            {
                var amount = Amount(map[name]);
                if (amount < 0) map[name].Invalid("must be greater than or equal to 0");
                if (kind == "requests" && resources["limits"][name] is { IsSet: true } limit && amount > Amount(limit))
                    map.Errors.Add(FieldError.Invalid(map.Path, map[name].Text, $"must be less than or equal to {name} limit of {limit.Text}"));
            }
        }
    }

    private static decimal Amount(Spot quantity) => decimal.TryParse(quantity.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain)
        ? plain : new ResourceQuantity(quantity.Text).ToDecimal();

    private static void CheckProbe(Spot probe, bool succeedsOnce)
    {
        if (probe.Object is not { } body) return;
        var handlers = Handlers.Where(h => body[h] is not null).ToList();
        if (handlers.Count == 0) probe.Errors.Add(FieldError.Required(probe.Path, "must specify a handler type"));
        foreach (var extra in handlers.Skip(1)) probe[extra].Forbidden("may not specify more than 1 handler type");
        foreach (var field in (string[])["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"]) probe[field].NotNegative();
        if (succeedsOnce && probe["successThreshold"].Whole is not (null or 1)) probe["successThreshold"].Invalid("must be 1");
        foreach (var handler in handlers.Where(h => h != "exec"))
        {
            var port = probe[handler]["port"];
            if (port.Whole is not null) port.Between(1, ushort.MaxValue);
        }

        if (handlers.Contains("exec") && !probe["exec"].Each("command").Any()) probe.Errors.Add(FieldError.Required($"{probe.Path}.exec.command"));
    }
}
