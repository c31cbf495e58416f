using k8s;
using k8s.Exceptions;

namespace LustreSupervisor.Supervisor.Kubernetes.Client;

/// <summary>Opens the way to a cluster.</summary>
public static class KubernetesClients
{
    /// <summary>Opens a client; nothing is sent yet.</summary>
    /// <param name="settings">Which cluster.</param>
    /// <param name="time">Clock of the deadlines.</param>
    /// <exception cref="ClusterConfigurationException">The kubeconfig is missing, unreadable or wrong.</exception>
    public static KubernetesApi Open(KubernetesSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        try
        {
            var configuration = Configure(settings);
            configuration.FirstMessageHandlerSetup = handler => Tune(handler, settings);
            return new KubernetesApi(new k8s.Kubernetes(configuration), settings, time);
        }
        catch (Exception e) when (e is KubeConfigException or IOException or UnauthorizedAccessException or FormatException
            or YamlDotNet.Core.YamlException or System.Security.Cryptography.CryptographicException)
        {
            throw new ClusterConfigurationException(
                $"{settings.Kubeconfig ?? "default kubeconfig"}: {e.Message}. Name a readable kubeconfig, or run inside a cluster.", e);
        }
    }

    private static KubernetesClientConfiguration Configure(KubernetesSettings settings)
    {
        if (settings.Kubeconfig is { } path)
            return KubernetesClientConfiguration.BuildConfigFromConfigFile(path);
        return KubernetesClientConfiguration.IsInCluster()
            ? KubernetesClientConfiguration.InClusterConfig()
            : KubernetesClientConfiguration.BuildConfigFromConfigFile();
    }

    private static void Tune(SocketsHttpHandler handler, KubernetesSettings settings)
    {
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.KeepAlivePingDelay = settings.KeepAliveDelay;
        handler.KeepAlivePingTimeout = settings.KeepAliveTimeout;
        handler.ConnectTimeout = settings.RequestTimeout;

        // Watches hold their streams for hours: writes must not queue behind them for a stream of the one connection.
        handler.EnableMultipleHttp2Connections = true;
    }
}
