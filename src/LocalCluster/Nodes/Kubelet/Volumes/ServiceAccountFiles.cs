using System.Net;
using k8s;
using k8s.Models;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Volumes;

/// <summary>
/// The service account of a pod as files, as its projected volume would hold them: a token that is bound to this pod, the cluster's
/// authority, the namespace. A pod acts as its own service account and ends with it.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="client">The API, as the node's own user.</param>
/// <param name="retry">Tries again while the API is away, or the service account is not there yet.</param>
/// <param name="time">Clock.</param>
internal sealed class ServiceAccountFiles(NodeOptions node, IKubernetes client, ApiRetry retry, TimeProvider time)
{
    /// <summary>Life asked for, seconds: what the admission plugin ServiceAccount writes into a pod's projected volume.</summary>
    private const long LifeSeconds = 3607;

    /// <summary>The part of a token's life after which it is replaced, as the kubelet does.</summary>
    private const double ReplacedAt = 0.8;

    /// <summary>The cluster's authority, here and there.</summary>
    private const string Authority = "ca.crt";

    /// <summary>The account of a pod that names none.</summary>
    private const string DefaultAccount = "default";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Where the files of a pod lie; null when it wants none.</summary>
    /// <param name="pod">The pod.</param>
    public string? DirectoryOf(V1Pod pod) => pod.Spec.AutomountServiceAccountToken == false ? null : Of(pod).Directory;

    /// <summary>Writes the files before the pod starts.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task WriteAsync(V1Pod pod, CancellationToken cancellationToken) =>
        pod.Spec.AutomountServiceAccountToken == false ? Task.CompletedTask : WriteAsync(Of(pod), cancellationToken);

    /// <summary>Replaces the token when most of its life is over.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="cancellationToken">The pod ended.</param>
    public Task KeepAsync(V1Pod pod, CancellationToken cancellationToken) => KeepAsync(Of(pod), cancellationToken);

    /// <summary>Writes the files of any account.</summary>
    /// <param name="of">Whose, and where to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WriteAsync(AccountPlace of, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(of.Directory, OwnerOnly).FullName;
        File.Copy(Path.Combine(node.Directory.ApiDirectory, Authority), Path.Combine(directory, Authority), overwrite: true);
        AtomicFile.Write(Path.Combine(directory, "namespace"), of.Namespace, lasts: false);
        await ReplaceAsync(of, cancellationToken);
    }

    /// <summary>Replaces the token of any account when most of its life is over.</summary>
    /// <param name="of">Whose, and where.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task KeepAsync(AccountPlace of, CancellationToken cancellationToken)
    {
        if (File.Exists(of.TokenFile) && time.GetUtcNow() - File.GetLastWriteTimeUtc(of.TokenFile) > TimeSpan.FromSeconds(LifeSeconds) * ReplacedAt)
            await ReplaceAsync(of, cancellationToken);
    }

    private AccountPlace Of(V1Pod pod) => new(
        node.ServiceAccountDirectory(pod.Uid()),
        pod.Namespace(),
        string.IsNullOrEmpty(pod.Spec.ServiceAccountName) ? DefaultAccount : pod.Spec.ServiceAccountName,
        new V1BoundObjectReference { ApiVersion = "v1", Kind = "Pod", Name = pod.Name(), Uid = pod.Uid() });

    private async Task ReplaceAsync(AccountPlace of, CancellationToken cancellationToken)
    {
        var request = new Authenticationv1TokenRequest
        {
            Spec = new V1TokenRequestSpec { ExpirationSeconds = LifeSeconds, Audiences = [], BoundObjectRef = of.Bound },
        };
        await retry.RunAsync(
            $"asking for a token of service account {of.Namespace}/{of.Account}",
            async token =>
            {
                var given = await client.CoreV1.CreateNamespacedServiceAccountTokenAsync(request, of.Account, of.Namespace, cancellationToken: token);
                AtomicFile.Write(of.TokenFile, given.Status.Token, AtomicFile.SecretMode, lasts: false);
            },
            cancellationToken,
            status => status is HttpStatusCode.NotFound);
    }
}
