using System.CommandLine;
using System.Security.Cryptography;
using k8s;
using k8s.Exceptions;

namespace LustreSupervisor.Supervisor.Cli.Cluster;

/// <summary>Finds the cluster that a command line means.</summary>
internal static class ClusterConnection
{
    /// <summary>
    /// Time that the API server has for one answer. A healthy one takes milliseconds; a person waits no longer than this without asking why.
    /// </summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Opens a client; nothing is sent yet.</summary>
    /// <param name="context">Options and environment.</param>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="UserErrorException">No cluster is named, or its kubeconfig is wrong.</exception>
    public static ClusterClient Open(CliContext context, ParseResult parsed)
    {
        var named = context.Kubeconfigs(parsed);
        var files = named.Where(File.Exists).ToList();
        var source = string.Join(Path.PathSeparator, files.Count > 0 ? files : named);
        if (files.Count == 0 && !KubernetesClientConfiguration.IsInCluster())
            throw new UserErrorException(
                $"no cluster: {source} does not exist", "start one with `supervisor local up`, or name one by --kubeconfig FILE or KUBECONFIG");
        try
        {
            var configuration = files.Count > 0 ? Load(files) : KubernetesClientConfiguration.InClusterConfig();
            configuration.HttpClientTimeout = RequestTimeout;
            return new ClusterClient(new k8s.Kubernetes(configuration), files.Count > 0 ? source : "the pod's service account");
        }
        catch (Exception wrong) when (IsFaultOfTheFile(wrong))
        {
            throw new UserErrorException($"{source} is no usable kubeconfig: {wrong.Message.ReplaceLineEndings(" ")}", null, wrong);
        }
    }

    /// <summary>Several files can only come from KUBECONFIG, whose merging KubernetesClient keeps to itself: it reads the variable again.</summary>
    private static KubernetesClientConfiguration Load(List<string> files) => files.Count == 1
        ? KubernetesClientConfiguration.BuildConfigFromConfigFile(new FileInfo(files[0]))
        : KubernetesClientConfiguration.BuildDefaultConfig();

    private static bool IsFaultOfTheFile(Exception fault) =>
        fault is KubeConfigException or YamlDotNet.Core.YamlException or CryptographicException or FormatException or UriFormatException
            or IOException or UnauthorizedAccessException or NullReferenceException;
}
