using System.Security.Cryptography;
using System.Text;
using LustreSupervisor.LocalCluster.Hall.Startup;

namespace LustreSupervisor.LocalCluster.Nodes.Kubelet.Server;

/// <summary>
/// The secret by which a kubelet knows the API server: what a client certificate is between real ones. It lies in the API server's
/// directory, readable by its owner only; no pod is told of it.
/// </summary>
internal static class KubeletSecret
{
    private const string FileName = "kubelet.secret";
    private const string Scheme = "Bearer ";

    /// <summary>The secret; made by whoever asks first.</summary>
    /// <param name="apiDirectory">The API server's directory.</param>
    public static string Of(string apiDirectory) => Secrets.Ensure(Path.Combine(apiDirectory, FileName));

    /// <summary>The header that carries it.</summary>
    public static string Header(string secret) => Scheme + secret;

    /// <summary>Whether a header carries it; takes the same time for any wrong one.</summary>
    public static bool Admits(string secret, string header) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(Header(secret)));
}
