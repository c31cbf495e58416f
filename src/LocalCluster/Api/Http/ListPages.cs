using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LustreSupervisor.LocalCluster.Api.Store;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>One page of a list.</summary>
/// <param name="Objects">What is on the page.</param>
/// <param name="Version">The resourceVersion of the whole list.</param>
/// <param name="Continue">Token of the next page, or null when this is the last.</param>
/// <param name="Remaining">Objects after this page.</param>
internal sealed record ListPage(IReadOnlyList<StoredObject> Objects, long Version, string? Continue, int Remaining);

/// <summary>
/// Lists in pages (<c>limit</c>, <c>continue</c>). All pages of a list show one moment: its objects, being immutable, are simply kept
/// until the last page is fetched.
/// </summary>
internal sealed class ListPages
{
    /// <summary>Lists kept for their next pages; the oldest gives way, and its reader is told to start again.</summary>
    private const int KeptMax = 32;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (StoredObject[] Objects, long Version)> kept = [];
    private readonly Queue<string> order = new();

    /// <summary>The first page of a list.</summary>
    public ListPage First(StoredObject[] objects, long version, long? limit)
    {
        if (limit is null or 0 || objects.Length <= limit) return new ListPage(objects, version, null, 0);
        var id = RandomNumberGenerator.GetHexString(16, true);
        lock (gate)
        {
            kept[id] = (objects, version);
            order.Enqueue(id);
            if (order.Count > KeptMax) kept.Remove(order.Dequeue());
        }

        return Cut(id, objects, version, 0, limit.Value);
    }

    /// <summary>A further page.</summary>
    /// <exception cref="StatusException">400: not a token; 410: its list is no longer kept.</exception>
    public ListPage Next(string token, long? limit)
    {
        var (id, offset) = Read(token);
        lock (gate)
        {
            if (!kept.TryGetValue(id, out var list) || offset > list.Objects.Length)
                throw Errors.Expired(
                    "The provided continue parameter is too old to display a consistent list result. " +
                    "You can start a new list without the continue parameter.");
            return Cut(id, list.Objects, list.Version, offset, limit is null or 0 ? int.MaxValue : limit.Value);
        }
    }

    private static ListPage Cut(string id, StoredObject[] objects, long version, int offset, long limit)
    {
        var end = (int)Math.Min(objects.Length, offset + limit);
        var next = end == objects.Length ? null : Convert.ToBase64String(Encoding.ASCII.GetBytes($"{id}:{end}"));
        return new ListPage(new ArraySegment<StoredObject>(objects, offset, end - offset), version, next, objects.Length - end);
    }

    private static (string Id, int Offset) Read(string token)
    {
        var bytes = new byte[token.Length];
        if (Convert.TryFromBase64String(token, bytes, out var length))
        {
            var parts = Encoding.ASCII.GetString(bytes, 0, length).Split(':');
            if (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)) return (parts[0], offset);
        }

        throw Errors.BadRequest("continue key is not valid");
    }
}
