using System.Security.Cryptography;
using System.Text;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Api.Security;

/// <summary>
/// The bearer tokens: <c>admin.token</c> (in the kubeconfig), <c>node.token</c> (kubelets) and <c>agent.token</c> (agents in pods).
/// Made once for a state directory. Every holder may do everything: authorization by role (RBAC) is not part of this server yet.
/// </summary>
internal sealed class TokenFiles
{
    /// <summary>Random bytes of a token: beyond guessing.</summary>
    private const int TokenBytes = 32;

    private const string Scheme = "Bearer ";

    private static readonly string[] FileNames = ["admin.token", "node.token", "agent.token"];

    private readonly List<byte[]> accepted = [];

    private TokenFiles(string admin) => Admin = admin;

    /// <summary>The administrator's token.</summary>
    public string Admin { get; }

    /// <summary>Reads the tokens of a directory; makes those that are missing.</summary>
    public static TokenFiles Open(string directory)
    {
        var tokens = FileNames.Select(name => ReadOrMake(Path.Combine(directory, name))).ToList();
        var files = new TokenFiles(tokens[0]);
        files.accepted.AddRange(tokens.Select(Digest));
        return files;
    }

    /// <summary>Whether an <c>Authorization</c> header carries one of the tokens. Compares digests, in constant time.</summary>
    public bool Accept(string authorization)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        var given = Digest(authorization[Scheme.Length..].Trim());
        var isKnown = false;
        foreach (var digest in accepted) isKnown |= CryptographicOperations.FixedTimeEquals(given, digest);
        return isKnown;
    }

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string ReadOrMake(string path)
    {
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } present) return present;
        var made = RandomNumberGenerator.GetHexString(TokenBytes * 2, lowercase: true);
        AtomicFile.Write(path, made, AtomicFile.SecretMode);
        return made;
    }
}
