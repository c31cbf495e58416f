using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.LocalCluster.Hall.Redfish;

/// <summary>HTTP basic authentication (RFC 7617) against one user and one password.</summary>
/// <param name="password">The password.</param>
internal sealed class BasicAuthentication(string password)
{
    /// <summary>The only user of a simulated controller.</summary>
    public const string User = "admin";

    private readonly byte[] expected = SHA256.HashData(Encoding.UTF8.GetBytes($"{User}:{password}"));

    /// <summary>True when the request carries the right credentials. Compares in constant time.</summary>
    /// <param name="request">The request.</param>
    public bool Admits(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)
            || header.Parameter is null)
            return false;
        var credentials = new byte[header.Parameter.Length];
        return Convert.TryFromBase64String(header.Parameter, credentials, out var count)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(credentials.AsSpan(0, count)), expected);
    }
}
