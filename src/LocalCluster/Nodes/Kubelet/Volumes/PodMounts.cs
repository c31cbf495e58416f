using k8s.Models;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Volumes;

/// <summary>The directories of a pod's volumes.</summary>
/// <param name="directories">Volume name to directory; volumes without one here are left out.</param>
/// <param name="account">Directory of the service account's files; null when the pod wants none.</param>
internal sealed class PodMounts(IReadOnlyDictionary<string, string> directories, string? account)
{
    /// <summary>Where every client of the API looks for its identity.</summary>
    private const string AccountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Directories by a container's mount paths.</summary>
    /// <param name="container">The container.</param>
    public Dictionary<string, string> Of(V1Container container)
    {
        var mounts = (container.VolumeMounts ?? [])
            .Where(mount => directories.ContainsKey(mount.Name))
            .GroupBy(mount => mount.MountPath.TrimEnd('/'))
            .ToDictionary(group => group.Key, group => Below(directories[group.Last().Name], group.Last().SubPath));
        if (account is not null)
            mounts.TryAdd(AccountPath, account);
        return mounts;
    }

    /// <summary>
    /// Leads a word that names a mount path, or something below it, to its directory here: for containers in which nothing is mounted, which
    /// see the machine's own tree.
    /// </summary>
    /// <param name="word">Word of a command line.</param>
    /// <param name="mounts">Mount path to directory.</param>
    public static string Lead(string word, IReadOnlyDictionary<string, string> mounts)
    {
        // The longest path wins, as the innermost mount does.
        foreach (var (path, directory) in mounts.OrderByDescending(mount => mount.Key.Length))
        {
            if (word == path || word.StartsWith(path + "/", StringComparison.Ordinal))
                return directory + word[path.Length..];
        }

        return word;
    }

    private static string Below(string directory, string? subPath) => string.IsNullOrEmpty(subPath) ? directory : Path.Combine(directory, subPath);
}
