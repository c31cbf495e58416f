using System.Text;
using k8s;
using LustreSupervisor.LocalCluster.Api.Security;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall.Startup;

/// <summary>
/// The credentials of the supervisor process: its own service account, as in a real cluster, so that a right that it lacks there is lacking
/// here too.
/// </summary>
internal static class SupervisorAccount
{
    /// <summary>The supervisor's namespace.</summary>
    public const string Namespace = "lustre-system";

    private const string Secret = "lustre-supervisor-token";

    private const string User = "lustre-supervisor";

    /// <summary>The token is filled in within milliseconds.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Longest wait for it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Waits for the account's token and keeps it.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="directory">State directory.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StateException">The API server does not give one.</exception>
    public static async Task FetchAsync(IKubernetes client, StateDirectory directory, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < Limit)
        {
            var secret = await client.CoreV1.ReadNamespacedSecretAsync(Secret, Namespace, cancellationToken: cancellationToken);
            if (secret.Data?.TryGetValue("token", out var token) == true)
            {
                AtomicFile.Write(directory.SupervisorTokenFile, Encoding.ASCII.GetString(token), AtomicFile.SecretMode);
                return;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        throw new StateException($"The API server puts no token into the Secret {Namespace}/{Secret}: see {directory.LogFile("api-server")}.");
    }

    /// <summary>Writes the supervisor's kubeconfig: the address of the administrator's, which may have changed, and its own token.</summary>
    /// <param name="directory">State directory.</param>
    /// <returns>Its path.</returns>
    public static string WriteKubeconfig(StateDirectory directory)
    {
        var cluster = KubernetesClientConfiguration.BuildConfigFromConfigFile(directory.KubeconfigFile);
        var authority = string.Concat((cluster.SslCaCerts ?? []).Select(certificate => certificate.ExportCertificatePem() + "\n"));
        var token = File.ReadAllText(directory.SupervisorTokenFile).Trim();
        AtomicFile.Write(directory.SupervisorKubeconfigFile, Kubeconfig.Text(new Uri(cluster.Host), authority, User, token), AtomicFile.SecretMode);
        return directory.SupervisorKubeconfigFile;
    }
}
