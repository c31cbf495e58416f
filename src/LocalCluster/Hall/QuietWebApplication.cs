using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LustreSupervisor.LocalCluster.Hall;

/// <summary>Small HTTP servers inside a process that has other things to do: no log of their own, no handlers of signals.</summary>
internal static class QuietWebApplication
{
    /// <summary>Requests to these servers are a line of JSON at most.</summary>
    private const long BodyBytesMax = 16 * 1024;

    /// <summary>A server that listens where <paramref name="listen"/> says.</summary>
    /// <param name="listen">Configures the endpoints.</param>
    public static WebApplication Create(Action<KestrelServerOptions> listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = BodyBytesMax;
            listen(options);
        });
        return builder.Build();
    }

    /// <summary>Leaves the process's signals alone: the program decides what they mean.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
