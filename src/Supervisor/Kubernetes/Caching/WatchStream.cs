using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using LustreSupervisor.Supervisor.Kubernetes.Client;

namespace LustreSupervisor.Supervisor.Kubernetes.Caching;

/// <summary>One open watch: reads newline-separated events and says how the stream ended.</summary>
internal sealed class WatchStream(InformerLimits limits, TimeProvider time)
{
    /// <summary>How a watch ended.</summary>
    public enum Ending
    {
        /// <summary>The server or the network ended it; it goes on from the last version.</summary>
        Closed,

        /// <summary>No word within the limit.</summary>
        Silent,
    }

    /// <summary>Reads events until the stream ends or the handler asks to stop.</summary>
    /// <param name="response">The open watch.</param>
    /// <param name="onEvent">Takes one event; false stops reading.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<Ending> ReadAsync(
        HttpResponseMessage response, Func<JsonElement, ValueTask<bool>> onEvent, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var reader = PipeReader.Create(stream);
        try
        {
            while (true)
            {
                ReadResult read;
                using (var silence = new Deadline(limits.Silence, time, cancellationToken))
                {
                    try
                    {
                        read = await reader.ReadAsync(silence.Token);
                    }
                    catch (OperationCanceledException) when (silence.Passed && !cancellationToken.IsCancellationRequested)
                    {
                        return Ending.Silent;
                    }
                }

                var rest = read.Buffer;
                while (TryTakeLine(ref rest, out var line))
                    if (!await onEvent(Parse(line)))
                        return Ending.Closed;
                if (read.IsCompleted || rest.Length > limits.EventBytesMax)
                    return Ending.Closed;
                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or JsonException)
        {
            return Ending.Closed;
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        var end = buffer.PositionOf((byte)'\n');
        line = end is null ? default : buffer.Slice(0, end.Value);
        if (end is not null)
            buffer = buffer.Slice(buffer.GetPosition(1, end.Value));
        return end is not null;
    }

    private static JsonElement Parse(ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        return JsonElement.ParseValue(ref reader);
    }
}
