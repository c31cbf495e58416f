using System.Security.Cryptography;
using System.Text;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Api.Security.Identities;

/// <summary>
/// The static bearer tokens of a state directory: <c>admin.token</c> (the kubeconfig's user <c>kubernetes-admin</c>, who may do everything)
/// and one a node in <c>nodes/NAME.token</c> (user <c>system:node:NAME</c>), which stands for the client certificate that a kubelet gets
/// when it joins a real cluster.
/// </summary>
internal sealed class TokenFiles
{
    /// <summary>Random bytes of a token: beyond guessing.</summary>
    private const int TokenBytes = 32;

    /// <summary>Where nodes' tokens are, below the API server's directory.</summary>
    private const string NodesDirectory = "nodes";

    private const string Extension = ".token";

    private static readonly UserInfo Administrator = UserInfo.Of("kubernetes-admin", UserInfo.Masters);

    private readonly string directory;
    private readonly Lock gate = new();
    private Dictionary<string, UserInfo> users = [];

    private TokenFiles(string directory, string admin)
    {
        this.directory = directory;
        Admin = admin;
    }

    /// <summary>The administrator's token.</summary>
    public string Admin { get; }

    /// <summary>Reads the tokens of a directory; makes the administrator's when it is missing.</summary>
    public static TokenFiles Open(string directory)
    {
        var files = new TokenFiles(directory, ReadOrMake(Path.Combine(directory, "admin" + Extension)));
        files.Load();
        return files;
    }

    /// <summary>The token of a node, made when it is missing.</summary>
    /// <param name="directory">The API server's directory.</param>
    /// <param name="node">Name of the node.</param>
    public static string OfNode(string directory, string node)
    {
        var nodes = Path.Combine(directory, NodesDirectory);
        Directory.CreateDirectory(nodes, AtomicFile.SecretMode | UnixFileMode.UserExecute);
        return ReadOrMake(Path.Combine(nodes, node + Extension));
    }

    /// <summary>Whose token it is, or null. A token that is not known may be that of a node which has joined since: the files are read again.</summary>
    public UserInfo? Find(string token)
    {
        lock (gate)
        {
            // Looked up by digest, so that the time it takes says nothing about the tokens.
            var digest = Digest(token);
            if (users.TryGetValue(digest, out var known)) return known;
            Load();
            return users.GetValueOrDefault(digest);
        }
    }

    private void Load()
    {
        var found = new Dictionary<string, UserInfo> { [Digest(Admin)] = Administrator };
        var nodes = new DirectoryInfo(Path.Combine(directory, NodesDirectory));
        foreach (var file in nodes.Exists ? nodes.GetFiles("*" + Extension) : [])
        {
            if (Read(file.FullName) is { } token) found[Digest(token)] = UserInfo.OfNode(file.Name[..^Extension.Length]);
        }

        users = found;
    }

    private static string Digest(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string? Read(string path) => File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } present ? present : null;

    private static string ReadOrMake(string path)
    {
        if (Read(path) is { } present) return present;
        var made = RandomNumberGenerator.GetHexString(TokenBytes * 2, lowercase: true);
        AtomicFile.Write(path, made, AtomicFile.SecretMode);
        return made;
    }
}
