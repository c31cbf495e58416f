using k8s.Models;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Containers;
using LustreSupervisor.LocalCluster.Nodes.Kubelet.Events;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Volumes;

/// <summary>
/// Volumes as directories: Secrets, ConfigMaps, the downward API, projections of these, scratch space and directories of the machine.
/// Any other kind has no directory; what the pod says about its mount path is then left as it is.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="reader">Reads Secrets and ConfigMaps.</param>
/// <param name="events">Takes Events.</param>
/// <param name="accounts">Service accounts, whose files come and go with the volumes.</param>
/// <param name="time">Clock.</param>
internal sealed class PodVolumes(NodeOptions node, ConfigReader reader, EventRecorder events, ServiceAccountFiles accounts, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>How often a running pod's files are brought up to date; the kubelet takes a minute and more.</summary>
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(30);

    /// <summary>Before what is not there is looked for again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Lays the volumes out; waits for what they are made from, as the kubelet does, which starts no container without.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PodMounts> PrepareAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            await accounts.WriteAsync(pod, cancellationToken);
            return await LayOutAsync(pod, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Deleted before it could start: nobody else will clear up.
            Remove(pod);
            throw;
        }
    }

    /// <summary>Keeps the files up to date.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="cancellationToken">The pod ended.</param>
    public async Task KeepAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RefreshEvery, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await accounts.KeepAsync(pod, cancellationToken);
                _ = await TryWriteAsync(pod, cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // A full disk or a refusal now says nothing of the next time, and a token that is never renewed ends the pod's rights.
                events.OfPod(pod, isWarning: true, "FailedMount", $"the pod's files could not be brought up to date: {error.Message}");
            }
        }
    }

    /// <summary>Removes the pod's files.</summary>
    /// <param name="pod">The pod.</param>
    public void Remove(V1Pod pod)
    {
        if (Directory.Exists(DirectoryOf(pod)))
            Directory.Delete(DirectoryOf(pod), recursive: true);
    }

    private async Task<PodMounts> LayOutAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var directories = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var volume in pod.Spec.Volumes ?? [])
        {
            if (volume.HostPath is { } host)
                directories[volume.Name] = Lay(host);
            else if (volume.EmptyDir is not null || VolumeContent.IsMade(volume))
                directories[volume.Name] = Directory.CreateDirectory(DirectoryOf(pod, volume.Name), OwnerOnly).FullName;
        }

        for (var told = ""; await TryWriteAsync(pod, cancellationToken) is { } lack; told = lack)
        {
            if (lack != told)
                events.OfPod(pod, isWarning: true, "FailedMount", lack);
            await Task.Delay(Pause, time, cancellationToken);
        }

        return new PodMounts(directories, accounts.DirectoryOf(pod));
    }

    private static string Lay(V1HostPathVolumeSource host)
    {
        try
        {
            if (host.Type == "DirectoryOrCreate")
                Directory.CreateDirectory(host.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // This user may not make it; the container finds out, as any process of the machine would.
        }

        return host.Path;
    }

    /// <summary>Writes all files; what is missing, in the kubelet's words, or null.</summary>
    private async Task<string?> TryWriteAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var content = new VolumeContent(pod, node);
        var config = await reader.ReadAsync(pod.Namespace(), content.References().Distinct(), cancellationToken);
        foreach (var volume in (pod.Spec.Volumes ?? []).Where(VolumeContent.IsMade))
        {
            try
            {
                foreach (var (path, value) in content.Files(volume, config))
                    Write(DirectoryOf(pod, volume.Name), path, value);
            }
            catch (ContainerException error)
            {
                return $"MountVolume.SetUp failed for volume \"{volume.Name}\" : {error.Message}";
            }
        }

        return null;
    }

    private static void Write(string directory, string path, byte[] value)
    {
        var file = Path.GetFullPath(Path.Combine(directory, path));
        // The API server refuses such paths; an object written before it did must not reach beyond its directory.
        if (!file.StartsWith(directory + "/", StringComparison.Ordinal) || (File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(value)))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!, OwnerOnly);
        AtomicFile.Write(file, value, AtomicFile.SecretMode);
    }

    private string DirectoryOf(V1Pod pod) => node.PodDirectory(pod.Uid());

    private string DirectoryOf(V1Pod pod, string volume) => Path.Combine(DirectoryOf(pod), volume);
}
