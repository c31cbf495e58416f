using System.Text.Json.Nodes;
using LustreSupervisor.Supervisor.Cli.Cluster;

namespace LustreSupervisor.Supervisor.Cli.Apply;

/// <summary>
/// Fields of a file system that cannot change once it is declared. The API server enforces the same rules (deploy/crds); they are checked
/// here as well, so that every fault of every manifest is shown before anything is applied.
/// </summary>
internal static class ImmutableFields
{
    private static readonly (string Field, string Default, string Reason)[] Fields =
    [
        ("fsName", "", "it is written on every target"),
        ("runtime", "Pod", "servers cannot move between pods and virtual machines"),
        ("backend", "ldiskfs", "targets are formatted with it"),
    ];

    /// <summary>Changes that are not allowed.</summary>
    /// <param name="held">The object as the cluster holds it.</param>
    /// <param name="declared">The manifest.</param>
    public static IEnumerable<ManifestFlaw> Changes(JsonObject held, DeclaredObject declared)
    {
        foreach (var (field, byDefault, reason) in Fields)
        {
            var (before, after) = (Value(held, field, byDefault), Value(declared.Document, field, byDefault));
            if (before != after)
                yield return new ManifestFlaw(declared.Source, $"spec.{field}", $"cannot change from {before} to {after}: {reason}");
        }

        if (IsExternal(held) != IsExternal(declared.Document))
            yield return new ManifestFlaw(
                declared.Source, "spec.mgs", "cannot change between an own and an external MGS: every target and client names it");
        var (had, wanted) = (held.Number("spec", "mdts", "count"), declared.Document.Number("spec", "mdts", "count"));
        if (wanted < had)
            yield return new ManifestFlaw(
                declared.Source, "spec.mdts.count", $"cannot shrink from {had} to {wanted}: directories must be migrated off an MDT first");
    }

    private static string Value(JsonObject filesystem, string field, string byDefault) =>
        filesystem.Text("spec", field) is { Length: > 0 } value ? value : byDefault;

    private static bool IsExternal(JsonObject filesystem) => filesystem.At("spec", "mgs", "externalNids") is not null;
}
