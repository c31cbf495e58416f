using System.Net;
using k8s;
using k8s.Models;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet;

/// <summary>
/// Secrets as files. A container is a process here and sees the machine's own tree, so the files lie in a directory of the pod, and the
/// words of its command that name the mount path are led there.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="client">The API.</param>
/// <param name="retry">Tries again while the API is away, or the Secret is not there yet: as the kubelet does, which starts no container without.</param>
/// <param name="time">Clock.</param>
internal sealed class SecretVolumes(NodeOptions node, IKubernetes client, ApiRetry retry, TimeProvider time)
{
    /// <summary>How often a running pod's files are brought up to date; the kubelet takes a minute and more.</summary>
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, string> None = [];

    /// <summary>Writes the files.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Mount path to directory.</returns>
    public async Task<Dictionary<string, string>> PrepareAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var secrets = Of(pod);
        if (secrets.Count == 0)
            return None;
        foreach (var volume in secrets)
            await WriteAsync(pod, volume, cancellationToken);
        return (pod.Spec.Containers[0].VolumeMounts ?? [])
            .Where(mount => secrets.Exists(volume => volume.Name == mount.Name))
            .ToDictionary(mount => mount.MountPath.TrimEnd('/'), mount => DirectoryOf(pod, mount.Name));
    }

    /// <summary>Keeps the files up to date.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="cancellationToken">The pod ended.</param>
    public async Task KeepAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var secrets = Of(pod);
        if (secrets.Count == 0)
            return;
        using var timer = new PeriodicTimer(RefreshEvery, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var volume in secrets)
                await WriteAsync(pod, volume, cancellationToken);
        }
    }

    /// <summary>Removes the pod's files.</summary>
    /// <param name="pod">The pod.</param>
    public void Remove(V1Pod pod)
    {
        if (Directory.Exists(DirectoryOf(pod)))
            Directory.Delete(DirectoryOf(pod), recursive: true);
    }

    /// <summary>Leads a word that names a mount path, or something below it, to its directory here.</summary>
    /// <param name="word">Word of a command line.</param>
    /// <param name="mounts">Mount path to directory.</param>
    public static string Lead(string word, IReadOnlyDictionary<string, string> mounts)
    {
        foreach (var (path, directory) in mounts)
        {
            if (word == path || word.StartsWith(path + "/", StringComparison.Ordinal))
                return directory + word[path.Length..];
        }

        return word;
    }

    private static List<V1Volume> Of(V1Pod pod) => [.. (pod.Spec.Volumes ?? []).Where(volume => volume.Secret is not null)];

    private Task WriteAsync(V1Pod pod, V1Volume volume, CancellationToken cancellationToken) => retry.RunAsync(
        $"reading secret {pod.Namespace()}/{volume.Secret.SecretName}",
        async token =>
        {
            var secret = await client.CoreV1.ReadNamespacedSecretAsync(volume.Secret.SecretName, pod.Namespace(), cancellationToken: token);
            var directory = Directory.CreateDirectory(
                DirectoryOf(pod, volume.Name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
            foreach (var (key, value) in secret.Data ?? new Dictionary<string, byte[]>())
                Write(Path.Combine(directory, Path.GetFileName(key)), value);
        },
        cancellationToken,
        status => status is HttpStatusCode.NotFound);

    private static void Write(string path, byte[] value)
    {
        var text = System.Text.Encoding.UTF8.GetString(value);
        if (!File.Exists(path) || File.ReadAllText(path) != text)
            AtomicFile.Write(path, text, AtomicFile.SecretMode);
    }

    private string DirectoryOf(V1Pod pod) => Path.Combine(node.Directory.NodeDirectory(node.Name), "pods", pod.Uid());

    private string DirectoryOf(V1Pod pod, string volume) => Path.Combine(DirectoryOf(pod), volume);
}
