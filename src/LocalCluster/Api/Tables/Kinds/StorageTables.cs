using System.Text.Json;
using static LustreSupervisor.LocalCluster.Api.Tables.TableColumn;

namespace LustreSupervisor.LocalCluster.Api.Tables.Kinds;

/// <summary>Volumes, claims and storage classes.</summary>
internal static class StorageTables
{
    /// <summary>Before <c>spec.storageClassName</c> there was this annotation, and it still wins.</summary>
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    private static readonly string[] DefaultAnnotations =
        ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

    private static readonly (string Mode, string Short)[] Modes =
        [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")];

    private static readonly TableColumn VolumeMode = Wide("VolumeMode", "File system or block device.");

    public static readonly TableKind Volumes = new(
        [
            ObjectName, TableColumn.Text("Capacity", "Size."), TableColumn.Text("Access Modes", "How it can be mounted."),
            TableColumn.Text("Reclaim Policy", "What becomes of it when it is released."), TableColumn.Text("Status", "Phase."),
            TableColumn.Text("Claim", "Who claims it."), TableColumn.Text("StorageClass", "Its storage class."),
            TableColumn.Text("VolumeAttributesClass", "Its class of attributes."), TableColumn.Text("Reason", "Why it is in this phase."), Age, VolumeMode,
        ],
        (row, body) => row.Name(body).Text(Size(body.At("spec", "capacity", "storage"))).Text(AccessModes(body.At("spec")))
            .Text(body.Text("spec", "persistentVolumeReclaimPolicy")).Text(Phase(body)).Text(Claim(body)).Text(Class(body))
            .Text(body.TextOr(RowWriter.Unset, "spec", "volumeAttributesClassName")).Text(body.Text("status", "reason")).Age(body)
            .Text(body.TextOr(RowWriter.Unset, "spec", "volumeMode")));

    public static readonly TableKind Claims = new(
        [
            ObjectName, TableColumn.Text("Status", "Phase."), TableColumn.Text("Volume", "The volume that it got."), TableColumn.Text("Capacity", "Size that it got."),
            TableColumn.Text("Access Modes", "How it can be mounted."), TableColumn.Text("StorageClass", "Its storage class."),
            TableColumn.Text("VolumeAttributesClass", "Its class of attributes."), Age, VolumeMode,
        ],
        (row, body) =>
        {
            var isBound = body.Text("spec", "volumeName").Length > 0;
            row.Name(body).Text(Phase(body)).Text(body.Text("spec", "volumeName"))
                .Text(isBound ? Size(body.At("status", "capacity", "storage")) : "").Text(isBound ? AccessModes(body.At("status")) : "")
                .Text(Class(body)).Text(body.TextOr(RowWriter.Unset, "spec", "volumeAttributesClassName")).Age(body)
                .Text(body.TextOr(RowWriter.Unset, "spec", "volumeMode"));
        });

    public static readonly TableKind Classes = new(
        [
            ObjectName, TableColumn.Text("Provisioner", "Who makes its volumes."), TableColumn.Text("ReclaimPolicy", "What becomes of a released volume."),
            TableColumn.Text("VolumeBindingMode", "When a claim gets its volume."), TableColumn.Text("AllowVolumeExpansion", "Whether its volumes may grow."), Age,
        ],
        (row, body) => row
            .Text(body.Text("metadata", "name") + (DefaultAnnotations.Any(a => body.Text("metadata", "annotations", a) == "true") ? " (default)" : ""))
            .Text(body.Text("provisioner")).Text(body.TextOr("Delete", "reclaimPolicy")).Text(body.TextOr("Immediate", "volumeBindingMode"))
            .Flag(body.Flag("allowVolumeExpansion")).Age(body));

    private static string Size(JsonElement quantity) => quantity.Has() ? quantity.Shown() : "0";

    private static string Phase(JsonElement body) => body.Has("metadata", "deletionTimestamp") ? "Terminating" : body.Text("status", "phase");

    private static string Class(JsonElement body) =>
        body.Has("metadata", "annotations", ClassAnnotation) ? body.Text("metadata", "annotations", ClassAnnotation) : body.Text("spec", "storageClassName");

    private static string Claim(JsonElement body) =>
        body.At("spec", "claimRef") is { ValueKind: JsonValueKind.Object } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : "";

    private static string AccessModes(JsonElement owner)
    {
        var given = owner.Texts("accessModes").ToHashSet();
        return string.Join(',', Modes.Where(m => given.Contains(m.Mode)).Select(m => m.Short));
    }
}
