using System.Text;
using System.Text.Json.Nodes;
using LustreSupervisor.LocalCluster.Api.Json;

namespace LustreSupervisor.LocalCluster.Api.Security.ServiceAccounts;

/// <summary>A Secret of type <c>kubernetes.io/service-account-token</c>, which the server fills with a token that does not expire.</summary>
internal static class LegacySecret
{
    public const string Type = "kubernetes.io/service-account-token";

    public const string NameAnnotation = "kubernetes.io/service-account.name";

    public const string UidAnnotation = "kubernetes.io/service-account.uid";

    /// <summary>The token in the Secret, or null.</summary>
    public static string? TokenIn(JsonObject secret)
    {
        var text = secret.TextAt("data", "token") ?? "";
        var bytes = new byte[text.Length];
        return secret["type"].Text() == Type && Convert.TryFromBase64String(text, bytes, out var length) && length > 0
            ? Encoding.ASCII.GetString(bytes, 0, length) : null;
    }
}
