using Akka.Cluster;
using Akka.Hosting;
using Akka.Persistence.Sql.Config;

namespace LustreSupervisor.Supervisor.Hosting;

/// <summary>Sets up Akka for the one member on a laptop.</summary>
public static class SoleMember
{
    /// <summary>Longest time until the member is up; it takes a fraction of a second.</summary>
    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Adds configuration, journal and log, and joins the member to itself before any later start-up task runs. Typed options of the
    /// builder win over the configuration.
    /// </summary>
    /// <param name="builder">Akka's builder.</param>
    /// <param name="journal">How to open the journal: <see cref="Journal.JournalFile.DataOptions"/>.</param>
    public static AkkaConfigurationBuilder AddSoleMember(this AkkaConfigurationBuilder builder, DataOptionsSetup journal) => builder
        .AddHocon(SupervisorHocon.Local(), HoconAddMode.Append)
        .AddSetup(journal)
        .ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.AddLoggerFactory();
        })
        .AddStartup(async (system, _) =>
        {
            var cluster = Cluster.Get(system);
            using var deadline = new CancellationTokenSource(UpWithin);
            await cluster.JoinAsync(cluster.SelfAddress, deadline.Token);
        });
}
