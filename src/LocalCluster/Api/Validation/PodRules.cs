using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Resources;
using LustreSupervisor.LocalCluster.Api.Schema;

namespace LustreSupervisor.LocalCluster.Api.Validation;

/// <summary>The rules of a pod's spec, or of that of a template (<c>pkg/apis/core/validation</c>), as far as manifests run into them.</summary>
internal static class PodRules
{
    private static readonly string[] NotASource = ["name"];

    public static void Check(Spot spec)
    {
        var volumes = CheckVolumes(spec);
        if (spec["containers"].Node is not JsonArray { Count: > 0 }) spec.Errors.Add(FieldError.Required($"{spec.Path}.containers"));
        var names = new HashSet<string>();
        foreach (var container in spec.Each("containers").Concat(spec.Each("initContainers"))) ContainerRules.Check(container, names, volumes);
        if (spec["restartPolicy"].Required()) spec["restartPolicy"].OneOf("Always", "OnFailure", "Never");
        spec["dnsPolicy"].OneOf("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None");
        spec["activeDeadlineSeconds"].Between(1, int.MaxValue);
        CheckName(spec["nodeName"]);
        CheckName(spec["serviceAccountName"]);
        CheckName(spec["priorityClassName"]);
        LabelRules.CheckLabels(spec["nodeSelector"]);
        foreach (var toleration in spec.Each("tolerations")) CheckToleration(toleration);
        foreach (var secret in spec.Each("imagePullSecrets")) secret["name"].Required();
    }

    private static void CheckName(Spot name)
    {
        if (name.IsSet && !Names.IsSubdomain(name.Text)) name.Invalid(Names.SubdomainRule);
    }

    private static HashSet<string> CheckVolumes(Spot spec)
    {
        var names = new HashSet<string>();
        foreach (var volume in spec.Each("volumes"))
        {
            var name = volume["name"];
            if (name.Required())
            {
                if (!Names.IsLabel(name.Text)) name.Invalid(Names.LabelRule);
                if (!names.Add(name.Text)) name.Duplicate();
            }

            var sources = volume.Object?.Select(p => p.Key).Except(NotASource).ToList() ?? [];
            if (sources.Count == 0) volume.Errors.Add(FieldError.Required(volume.Path, "must specify a volume type"));
            foreach (var extra in sources.Skip(1)) volume[extra].Forbidden("may not specify more than 1 volume type");
            if (volume["hostPath"].Object is not null) volume["hostPath"]["path"].Required();
            if (volume["secret"].Object is not null) volume["secret"]["secretName"].Required();
            if (volume["configMap"].Object is not null) volume["configMap"]["name"].Required();
            if (volume["persistentVolumeClaim"].Object is not null) volume["persistentVolumeClaim"]["claimName"].Required();
        }

        return names;
    }

    private static void CheckToleration(Spot toleration)
    {
        var op = toleration["operator"];
        if (toleration["key"].IsSet && !Names.IsQualified(toleration["key"].Text)) toleration["key"].Invalid(Names.QualifiedNameRule);
        if (!toleration["key"].IsSet && op.Text != "Exists")
            op.Invalid("operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        if (toleration["tolerationSeconds"].Node is not null && toleration["effect"].Text != "NoExecute")
            toleration["effect"].Invalid("effect must be 'NoExecute' when `tolerationSeconds` is set");
        if (op.Text == "Exists" && toleration["value"].IsSet) op.Invalid("value must be empty when `operator` is 'Exists'");
        op.OneOf("Equal", "Exists", "Gt", "Lt");
        toleration["effect"].OneOf("NoSchedule", "PreferNoSchedule", "NoExecute");
    }
}
