using Akka.Actor;
using Akka.Hosting;
using Akka.Persistence.Sql.Config;
using LustreSupervisor.Supervisor.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LustreSupervisor.Supervisor.Tests.Journal;

/// <summary>An actor system set up as the product does it, on a journal.</summary>
internal sealed class RunningMember : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly IHost host;

    private RunningMember(IHost host) => this.host = host;

    public ActorSystem System => host.Services.GetRequiredService<ActorSystem>();

    public static async Task<RunningMember> StartAsync(DataOptionsSetup journal)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddAkka("lustre", akka => akka.AddSoleMember(journal));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new RunningMember(host);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }
}
