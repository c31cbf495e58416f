using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Reads request bodies, bounded.</summary>
internal static class BodyReader
{
    /// <summary>Largest request body, bytes: <c>MaxRequestBodyBytes</c> of the real server, itself set by etcd's limits.</summary>
    internal const int BytesMax = 3 * 1024 * 1024;

    /// <exception cref="StatusException">413: the body is larger than <see cref="BytesMax"/>.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > BytesMax) throw Errors.TooLarge();
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            if (read.Buffer.Length > BytesMax) throw Errors.TooLarge();
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
