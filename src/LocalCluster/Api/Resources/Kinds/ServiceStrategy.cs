using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using k8s.Models;
using LustreSupervisor.LocalCluster.Api.Json;
using LustreSupervisor.LocalCluster.Api.Schema;
using LustreSupervisor.LocalCluster.Api.Validation;

namespace LustreSupervisor.LocalCluster.Api.Resources.Kinds;

/// <summary>
/// Services. Each gets an address of the usual service network, 10.96.0.0/12, drawn at random as nothing routes it here: two of
/// thousands may share one.
/// </summary>
internal sealed class ServiceStrategy : TypedStrategy<V1Service>
{
    private const string None = "None";
    private const string External = "ExternalName";

    /// <inheritdoc/>
    public override void Normalise(JsonObject body)
    {
        var spec = body.Ensure("spec");
        spec.Default("type", "ClusterIP");
        spec.Default("sessionAffinity", None);
        foreach (var port in spec.Objects("ports"))
        {
            port.Default("protocol", "TCP");
            if (port["targetPort"] is null or JsonValue && port["targetPort"].Text() is null or "" && port["targetPort"].Whole() is null or 0)
                port.SetOrRemove("targetPort", port["port"]);
        }

        if (spec["type"].Text() == External) return;
        spec.Default("internalTrafficPolicy", "Cluster");
        if (spec["type"].Text() is "NodePort" or "LoadBalancer") spec.Default("externalTrafficPolicy", "Cluster");
        if (spec["type"].Text() == "LoadBalancer") spec.Default("allocateLoadBalancerNodePorts", true);
    }

    /// <inheritdoc/>
    public override void PrepareCreate(JsonObject body, DateTimeOffset now)
    {
        body["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
        var spec = body.Ensure("spec");
        if (spec["type"].Text() == External) return;
        spec.Default("clusterIP", string.Create(CultureInfo.InvariantCulture,
            $"10.{RandomNumberGenerator.GetInt32(96, 112)}.{RandomNumberGenerator.GetInt32(256)}.{RandomNumberGenerator.GetInt32(1, 255)}"));
        spec.Default("clusterIPs", new JsonArray(spec["clusterIP"]!.DeepClone()));
        spec.Default("ipFamilies", new JsonArray("IPv4"));
        spec.Default("ipFamilyPolicy", "SingleStack");
    }

    /// <inheritdoc/>
    public override void PrepareUpdate(JsonObject body, JsonObject old)
    {
        if (body.TextAt("spec", "type") == External) return;
        var spec = body.Ensure("spec");
        foreach (var name in (string[])["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"])
            if (spec[name] is null && old.At("spec", name) is { } kept) spec[name] = kept.DeepClone();
    }

    /// <inheritdoc/>
    public override void Validate(JsonObject body, ICollection<FieldError> errors)
    {
        var service = new Spot(body, "", errors);
        if (!Names.IsServiceName(body.Name() ?? "")) service["metadata"]["name"].Invalid(Names.ServiceNameRule);
        var spec = service["spec"];
        spec["type"].OneOf("ClusterIP", External, "LoadBalancer", "NodePort");
        spec["sessionAffinity"].OneOf("ClientIP", None);
        LabelRules.CheckLabels(spec["selector"]);
        var ports = spec.Each("ports").ToList();
        if (spec["type"].Text == External) spec["externalName"].Required();
        else if (ports.Count == 0 && spec["clusterIP"].Text != None) errors.Add(FieldError.Required(spec["ports"].Path));
        CheckPorts(ports);
        if (spec["clusterIP"] is { IsSet: true, Text: not None } address && !IPAddress.TryParse(address.Text, out _))
            errors.Add(FieldError.Invalid("spec.clusterIPs[0]", address.Text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
    }

    /// <inheritdoc/>
    public override void ValidateUpdate(JsonObject body, JsonObject old, ICollection<FieldError> errors)
    {
        if (body.TextAt("spec", "type") == External || old.TextAt("spec", "type") == External) return;
        var spec = new Spot(body, "", errors)["spec"];
        if (JsonNode.DeepEquals(spec["clusterIP"].Node, old.At("spec", "clusterIP"))) return;
        errors.Add(FieldError.Invalid("spec.clusterIPs[0]", new JsonArray(spec["clusterIP"].Node?.DeepClone()), "may not change once set"));
    }

    private static void CheckPorts(List<Spot> ports)
    {
        var (names, numbers) = (new HashSet<string>(), new HashSet<(long?, string)>());
        foreach (var port in ports)
        {
            if (ports.Count > 1) port["name"].Required();
            if (port["name"].IsSet && !Names.IsLabel(port["name"].Text)) port["name"].Invalid(Names.LabelRule);
            if (port["name"].IsSet && !names.Add(port["name"].Text)) port["name"].Duplicate();
            if (port["port"].Whole is null) port["port"].Errors.Add(FieldError.Invalid(port["port"].Path, 0, "must be between 1 and 65535, inclusive"));
            port["port"].Between(1, ushort.MaxValue);
            port["protocol"].OneOf("SCTP", "TCP", "UDP");
            if (port["targetPort"].Whole is not null) port["targetPort"].Between(1, ushort.MaxValue);
            if (numbers.Add((port["port"].Whole, port["protocol"].Text))) continue;
            port.Errors.Add(FieldError.Duplicate(port.Path, new JsonObject { ["protocol"] = port["protocol"].Text, ["port"] = port["port"].Whole }));
        }
    }
}
