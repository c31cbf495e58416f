using System.Globalization;
using System.Net;
using LustreSupervisor.LocalCluster.Api.Security;
using LustreSupervisor.LocalCluster.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LustreSupervisor.LocalCluster.Api.Http;

/// <summary>Kestrel, set up for API clients: HTTPS on the loopback address, HTTP/1.1 and HTTP/2, many long watches on one connection.</summary>
internal static class Listener
{
    /// <summary>Streams on one HTTP/2 connection: a client library multiplexes all its watches over one.</summary>
    private const int StreamsMax = 2000;

    /// <summary>Connections at once: every process of a laptop cluster with a few each, and no runaway client.</summary>
    private const int ConnectionsMax = 4096;

    /// <summary>
    /// The transport's own body limit, bytes. It lies well above the API's, so that a body between the two is read away and its sender
    /// sees the 413 rather than a broken connection.
    /// </summary>
    private const long TransportBodyMax = 8L * BodyReader.BytesMax;

    /// <summary>Requests in flight get this long at a stop; watches end by themselves at once.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    /// <summary>Starts to listen on the port asked for, or on that of the last run, or on a free one.</summary>
    /// <exception cref="IOException">The port that was asked for is in use.</exception>
    public static async Task<(WebApplication Web, int Port)> StartAsync(
        ApiServerOptions options, string portFile, ServerCertificates certificates, RequestPipeline pipeline, CancellationToken ct)
    {
        var last = options.Port == 0 ? ReadPort(portFile) : 0;
        var web = last > 0 ? await TryStartAsync(options, last, certificates, pipeline, ct) : null;
        if (web is null)
        {
            web = Build(options, options.Port, certificates, pipeline);
            await web.StartAsync(ct);
        }

        var port = PortOf(web);
        AtomicFile.Write(portFile, port.ToString(CultureInfo.InvariantCulture));
        return (web, port);
    }

    private static async Task<WebApplication?> TryStartAsync(
        ApiServerOptions options, int port, ServerCertificates certificates, RequestPipeline pipeline, CancellationToken ct)
    {
        var web = Build(options, port, certificates, pipeline);
        try
        {
            await web.StartAsync(ct);
            return web;
        }
        catch (IOException)
        {
            await web.DisposeAsync();
            return null;
        }
    }

    private static int ReadPort(string file)
    {
        var text = File.Exists(file) ? File.ReadAllText(file) : "";
        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
    }

    private static WebApplication Build(ApiServerOptions options, int port, ServerCertificates certificates, RequestPipeline pipeline)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(options.LoggerFactory);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopPatience);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = TransportBodyMax;
            kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
            kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsMax;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificates.Server);
            });
        });
        var web = builder.Build();
        web.Run(pipeline.HandleAsync);
        return web;
    }

    private static int PortOf(WebApplication web)
    {
        var addresses = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new Uri(addresses.Addresses.Single()).Port;
    }

    /// <summary>Leaves the process's signals alone: the program decides what they mean.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
