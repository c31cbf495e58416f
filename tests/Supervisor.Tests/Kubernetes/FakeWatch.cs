using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace LustreSupervisor.Supervisor.Tests.Kubernetes;

/// <summary>One open watch, fed by the test.</summary>
internal sealed class FakeWatch(HttpContext context, FakeRequest request)
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<FakeAnswer?> _refusal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _abort;

    /// <summary>Version that the client goes on from.</summary>
    public string Version => request.Query["resourceVersion"];

    public FakeRequest Request => request;

    /// <summary>Accepts the watch: headers go out.</summary>
    public FakeWatch Accept()
    {
        _refusal.TrySetResult(null);
        return this;
    }

    public void Refuse(FakeAnswer answer) => _refusal.TrySetResult(answer);

    public void Send(string type, string item) => _lines.Writer.TryWrite($$"""{"type":"{{type}}","object":{{item}}}""" + "\n");

    /// <summary>Ends the stream as a server does whose time is over.</summary>
    public void Close() => _lines.Writer.TryComplete();

    /// <summary>Breaks the connection.</summary>
    public void Abort()
    {
        _abort = true;
        Close();
    }

    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        if (await _refusal.Task.WaitAsync(cancellationToken) is { } refusal)
        {
            context.Response.StatusCode = refusal.Status;
            await context.Response.WriteAsync(refusal.Body, cancellationToken);
            return;
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.RequestAborted);
        await context.Response.StartAsync(both.Token);
        await context.Response.Body.FlushAsync(both.Token);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(both.Token))
            {
                await context.Response.WriteAsync(line, both.Token);
                await context.Response.Body.FlushAsync(both.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The client left.
        }

        if (_abort)
            context.Abort();
    }
}
