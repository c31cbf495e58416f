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

    /// <summary>
    /// Address of a target's agent. Pods of all namespaces share the directory on their node, so the namespace is part of the name;
    /// the dot keeps the two apart, a namespace has none.
    /// </summary>
    /// <exception cref="ArgumentException">The directory alone is too long.</exception>
    public static string Of(string directory, TargetId target)
    {
        var path = $"{directory}/agent-{target.Namespace}.{target.ObjectName}.sock";
        if (Encoding.UTF8.GetByteCount(path) > PathBytesMax)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{target.Namespace}/{target.ObjectName}"));
            path = $"{directory}/agent-{Convert.ToHexStringLower(hash)[..HashDigits]}.sock";
        }

        if (Encoding.UTF8.GetByteCount(path) > PathBytesMax)
            throw new ArgumentException($"{directory}: too long for a socket path of at most {PathBytesMax} bytes; choose a shorter directory");
        return $"unix:{path}";
    }
}
