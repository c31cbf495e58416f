using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Api.Security.ServiceAccounts;

/// <summary>The key that signs service account tokens: <c>sa.key</c>, ECDSA P-256, made once for a state directory.</summary>
internal sealed class TokenKey : IDisposable
{
    /// <summary>Bytes of the key's digest that name it.</summary>
    private const int IdBytes = 16;

    private readonly Lock gate = new();
    private readonly ECDsa key;
    private readonly string id;

    private TokenKey(ECDsa key)
    {
        this.key = key;
        id = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..IdBytes]);
    }

    /// <summary>Reads the key of a directory; makes it when it is missing.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static TokenKey Open(string directory)
    {
        var path = Path.Combine(directory, "sa.key");
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (!File.Exists(path))
        {
            AtomicFile.Write(path, key.ExportPkcs8PrivateKeyPem(), AtomicFile.SecretMode);
            return new TokenKey(key);
        }

        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return new TokenKey(key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new InvalidDataException(
                $"{path}: the key of service account tokens cannot be read ({e.Message}). Remove it to have a new one made; tokens given out are void then.", e);
        }
    }

    /// <summary>Signs claims.</summary>
    public string Sign(JsonObject claims)
    {
        lock (gate) return JsonWebToken.Sign(claims, key, id);
    }

    /// <summary>The claims that this key has signed, or null.</summary>
    public JsonObject? Verify(string token)
    {
        lock (gate) return JsonWebToken.Verify(token, key, id);
    }

    public void Dispose() => key.Dispose();
}
