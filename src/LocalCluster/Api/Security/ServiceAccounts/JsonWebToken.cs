using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Security.ServiceAccounts;

/// <summary>Signs and checks tokens: JSON Web Tokens (RFC 7519) in compact form, ES256 (RFC 7518). Other algorithms are refused.</summary>
internal static class JsonWebToken
{
    /// <summary>Longest token read, characters: ours have some 1,200, and headers end at 32 KiB anyway.</summary>
    internal const int LengthMax = 16 * 1024;

    private const string Algorithm = "ES256";

    /// <summary>Whether a token has the form of one, three parts with dots between.</summary>
    public static bool Looks(string token) => token.Count(c => c == '.') == 2;

    /// <summary>Signs claims.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="key">The private key.</param>
    /// <param name="keyId">Its name in the header.</param>
    public static string Sign(JsonObject claims, ECDsa key, string keyId)
    {
        var header = new JsonObject { ["alg"] = Algorithm, ["kid"] = keyId };
        var content = $"{Base64Url.EncodeToString(JsonText.ToBytes(header))}.{Base64Url.EncodeToString(JsonText.ToBytes(claims))}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>The claims of a token, or null when it is none or was not signed with the key. Says nothing about what the claims are worth.</summary>
    public static JsonObject? Verify(string token, ECDsa key, string keyId)
    {
        if (token.Length > LengthMax || token.Split('.') is not [var header, var claims, var signature]) return null;
        if (Read(header) is not { } head || head["alg"].Text() != Algorithm || head["kid"].Text() != keyId) return null;
        if (Decode(signature) is not { } signed) return null;
        var content = Encoding.ASCII.GetBytes($"{header}.{claims}");
        return key.VerifyData(content, signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation) ? Read(claims) : null;
    }

    private static JsonObject? Read(string part)
    {
        try
        {
            return Decode(part) is { } bytes ? JsonText.Parse(bytes) as JsonObject : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static byte[]? Decode(string part)
    {
        try
        {
            return Base64Url.DecodeFromChars(part);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
