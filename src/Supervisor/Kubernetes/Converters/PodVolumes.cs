using k8s.Models;
using LustreSupervisor.Supervisor.Kubernetes.Secrets;

namespace LustreSupervisor.Supervisor.Kubernetes.Converters;

/// <summary>
/// What a server's pod shares with its node. No mount propagates out of the pod: the target's mount lives in the pod's own mount
/// namespace and dies with it.
/// </summary>
internal static class PodVolumes
{
    /// <summary>Where the agent's certificate is mounted.</summary>
    public const string TlsDirectory = "/etc/lustre-agent/tls";

    /// <summary>The volumes.</summary>
    public static IList<V1Volume> Volumes(PodOptions options) =>
    [
        HostPath("dev", "/dev", "Directory"),
        HostPath("modules", "/lib/modules", "Directory"),
        HostPath("debug", "/sys/kernel/debug", "Directory"),
        HostPath("agents", options.AgentSocketDirectory, "DirectoryOrCreate"),
        .. options.AgentsOverTcp ? [Tls()] : (V1Volume[])[],
    ];

    /// <summary>Where they appear in the container.</summary>
    public static IList<V1VolumeMount> Mounts(PodOptions options) =>
    [
        // The whole directory: block devices appear later than the pod.
        Mount("dev", "/dev", readOnly: false),

        // Modules must match the node's kernel, so they are the node's.
        Mount("modules", "/lib/modules", readOnly: true),

        // `lctl dl` falls back to debugfs where its netlink family is not for this namespace.
        Mount("debug", "/sys/kernel/debug", readOnly: false),

        // Its own socket, or only that of the node agent: a target that needs an armed watchdog asks there.
        Mount("agents", options.AgentSocketDirectory, readOnly: options.AgentsOverTcp),
        .. options.AgentsOverTcp ? [Mount("tls", TlsDirectory, readOnly: true)] : (V1VolumeMount[])[],
    ];

    // Readable by the agent alone: the directory holds its key.
    private static V1Volume Tls() =>
        new() { Name = "tls", Secret = new V1SecretVolumeSource { SecretName = AgentSecrets.AgentSecret, DefaultMode = 0b100_000_000 } };

    private static V1Volume HostPath(string name, string path, string type) =>
        new() { Name = name, HostPath = new V1HostPathVolumeSource { Path = path, Type = type } };

    private static V1VolumeMount Mount(string name, string path, bool readOnly) =>
        new() { Name = name, MountPath = path, ReadOnlyProperty = readOnly ? true : null };
}
