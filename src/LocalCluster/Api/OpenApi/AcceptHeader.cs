using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.LocalCluster.Api.OpenApi;

/// <summary>Reads <c>Accept</c> headers of requests for documents.</summary>
internal static class AcceptHeader
{
    /// <summary>The offered media type that the client likes best, or null when it takes none. Parameters other than <c>q</c> must match exactly.</summary>
    public static string? Choose(HttpRequest request, params ReadOnlySpan<string> offered)
    {
        var header = request.Headers.Accept.ToString();
        if (string.IsNullOrWhiteSpace(header)) return offered[0];
        foreach (var wanted in header.Split(',').Select(Parse).OrderByDescending(c => c.Quality))
        {
            foreach (var offer in offered)
                if (Fits(wanted.Type, offer)) return offer;
        }

        return null;
    }

    private static bool Fits(string wanted, string offer) =>
        wanted == offer || wanted == "*/*" || (wanted.EndsWith("/*", StringComparison.Ordinal) && offer.StartsWith(wanted[..^1], StringComparison.Ordinal));

    private static (string Type, double Quality) Parse(string clause)
    {
        var parts = clause.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) return ("", 0);
        var quality = parts.FirstOrDefault(p => p.StartsWith("q=", StringComparison.Ordinal));
        var rank = quality is not null && double.TryParse(quality[2..], CultureInfo.InvariantCulture, out var number) ? number : 1;
        var parameters = parts.Skip(1).Where(p => !p.StartsWith("q=", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return (string.Join(';', [parts[0].ToLowerInvariant(), .. parameters]), rank);
    }
}
