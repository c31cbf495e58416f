using System.Security.Cryptography;
using System.Text;
using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Supervisor.Kubernetes.Converters;

/// <summary>Where the agent in a server's pod listens.</summary>
internal static class AgentEndpoint
{
    /// <summary>Longest path of a UNIX socket: <c>sun_path</c> holds 108 bytes, one of them the final zero (unix(7)).</summary>
    public const int PathBytesMax = 107;

    /// <summary>Hex digits of the hash that stands for a name too long: 64 bits tell a cluster's targets apart.</summary>
    private const int HashDigits = 16;

    /// <summary>Begins the annotation of an agent that listens on TCP; its port follows, its address is the pod's.</summary>
    private const string Tcp = "tcp:";

    /// <summary>Lowest port of agents: above the well-known ones, 988 of LNet among them.</summary>
    private const int PortMin = 20000;

    /// <summary>How many ports: up to 29999, below NodePorts (30000) and the kernel's ephemeral ports (32768).</summary>
    private const int Ports = 10000;

    /// <summary>
    /// Port of an agent. Servers share their node's network, so each has its own; the number of its life is part of the choice, so that a
    /// port that something else holds fails one life and not the next.
    /// </summary>
    /// <param name="target">The target.</param>
    /// <param name="number">Number of its incarnation.</param>
    public static int PortOf(TargetId target, long number)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{target.Namespace}/{target.ObjectName}#{number}")));
        return PortMin + (int)(BitConverter.ToUInt32(hash) % Ports);
    }

    /// <summary>The annotation of a pod whose agent listens on this port.</summary>
    /// <param name="port">TCP port.</param>
    public static string OfPort(int port) => FormattableString.Invariant($"{Tcp}{port}");

    /// <summary>Where to dial an agent; empty while its pod has no address yet.</summary>
    /// <param name="annotation">The pod's annotation.</param>
    /// <param name="podIp">The pod's address; empty for none yet.</param>
    /// <param name="space">The pod's namespace, which the agent's certificate names.</param>
    public static string Dial(string annotation, string podIp, string space) =>
        !annotation.StartsWith(Tcp, StringComparison.Ordinal) ? annotation
        : podIp.Length == 0 ? ""
        : $"https://{Host(podIp)}:{annotation[Tcp.Length..]}/{space}";

    /// <summary>Where to dial a node agent; empty when it does not say, or its node has no address yet.</summary>
    /// <param name="reported">What it reports: <c>unix:/PATH</c> or <c>tcp:PORT</c>.</param>
    /// <param name="nodeIp">The node's internal address.</param>
    public static string DialNode(string reported, string nodeIp) =>
        !reported.StartsWith(Tcp, StringComparison.Ordinal) ? reported
        : nodeIp.Length == 0 ? ""
        : $"https://{Host(nodeIp)}:{reported[Tcp.Length..]}/";

    private static string Host(string address) => address.Contains(':') ? $"[{address}]" : address;

    /// <summary>
    /// Socket of a target's agent. Pods of all namespaces share the directory on their node, so the namespace is part of the name;
    /// the dot keeps the two apart, a namespace has none. On a laptop all nodes share it, and a frozen node's agent still holds its socket.
    /// </summary>
    /// <exception cref="ArgumentException">The directory alone is too long.</exception>
    public static string Of(string directory, TargetId target, string node)
    {
        var path = $"{directory}/agent-{target.Namespace}.{target.ObjectName}@{node}.sock";
        if (Encoding.UTF8.GetByteCount(path) > PathBytesMax)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{target.Namespace}/{target.ObjectName}@{node}"));
            path = $"{directory}/agent-{Convert.ToHexStringLower(hash)[..HashDigits]}.sock";
        }

        if (Encoding.UTF8.GetByteCount(path) > PathBytesMax)
            throw new ArgumentException($"{directory}: too long for a socket path of at most {PathBytesMax} bytes; choose a shorter directory");
        return $"unix:{path}";
    }
}
