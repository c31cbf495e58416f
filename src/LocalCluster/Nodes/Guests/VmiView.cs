using System.Text.Json;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Nodes.Guests;

/// <summary>What a node reads of a VirtualMachineInstance (<c>kubevirt.io/v1</c>).</summary>
/// <param name="body">The object.</param>
internal sealed class VmiView(JsonObject body)
{
    /// <summary>What the guest runs: a JSON list of program and arguments.</summary>
    public const string CommandAnnotation = "lustre.cloudnative-hpc.io/guest-command";

    /// <summary>The guest's kernel, <c>UUID/BOOT</c>; the node writes it.</summary>
    public const string KernelAnnotation = "lustre.cloudnative-hpc.io/kernel";

    /// <summary>KubeVirt's finalizer: the object stays until the machine is gone.</summary>
    public const string Finalizer = "foregroundDeleteVirtualMachine";

    /// <summary>KubeVirt's default of <c>terminationGracePeriodSeconds</c>.</summary>
    private const int GraceSecondsDefault = 30;

    /// <summary>Three weeks: timers end at 49 days, and no guest takes as long to shut down.</summary>
    private const long GraceSecondsMax = 21L * 24 * 3600;

    /// <summary>Namespace.</summary>
    public string Namespace => body.TextAt("metadata", "namespace") ?? "default";

    /// <summary>Name.</summary>
    public string Name => body.Name() ?? "";

    /// <summary>UID.</summary>
    public string Uid => body.Uid() ?? "";

    /// <summary>Phase; empty before anybody took it.</summary>
    public string Phase => body.TextAt("status", "phase") ?? "";

    /// <summary>It ended, or could not be run.</summary>
    public bool IsOver => Phase is "Succeeded" or "Failed";

    /// <summary>It is to go.</summary>
    public bool IsDeleting => body.IsDeleting();

    /// <summary>Finalizers.</summary>
    public IReadOnlyList<string> Finalizers => [.. (body.At("metadata", "finalizers") as JsonArray ?? []).Select(node => node.Text() ?? "")];

    /// <summary>Node that it is bound to: by its status, else by its selector.</summary>
    public string? Node => body.TextAt("status", "nodeName") is { Length: > 0 } bound ? bound : body.TextAt("spec", "nodeSelector", "kubernetes.io/hostname");

    /// <summary>The machine that the guest takes itself for; null when the object does not say.</summary>
    public string? SystemUuid => body.TextAt("spec", "domain", "firmware", "uuid");

    /// <summary>The service account whose token the guest gets, by KubeVirt's volume <c>serviceAccount</c>; null for none.</summary>
    public string? ServiceAccount => body.Child("spec").Objects("volumes")
        .Select(volume => volume.TextAt("serviceAccount", "serviceAccountName")).FirstOrDefault(name => !string.IsNullOrEmpty(name));

    /// <summary>How long its shutdown may take.</summary>
    public TimeSpan Grace => TimeSpan.FromSeconds(Math.Clamp(
        body.At("spec", "terminationGracePeriodSeconds").Whole() ?? GraceSecondsDefault, 0, GraceSecondsMax));

    /// <summary>When phases were entered, as reported so far.</summary>
    public JsonArray Transitions => body.At("status", "phaseTransitionTimestamps") as JsonArray ?? [];

    /// <summary>What the guest runs.</summary>
    /// <exception cref="JsonException">The annotation is no JSON list of texts.</exception>
    public IReadOnlyList<string> Command =>
        body.TextAt("metadata", "annotations", CommandAnnotation) is { } text ? JsonSerializer.Deserialize<string[]>(text) ?? [] : [];
}
