using System.Reflection;
using Akka.Configuration;
using Akka.Persistence.Sql;

namespace LustreSupervisor.Supervisor.Hosting;

/// <summary>The files of <c>hocon/</c>, which the program carries with it.</summary>
public static class SupervisorHocon
{
    /// <summary>Settings of the one member on a laptop, journal in SQLite.</summary>
    public static Config Local() => Compose("local", "sqlite", "common");

    private static Config Compose(params ReadOnlySpan<string> names)
    {
        var composed = Config.Empty;
        foreach (var name in names)
            composed = composed.WithFallback(Read(name));
        return composed.WithFallback(SqlPersistence.DefaultConfiguration);
    }

    private static Config Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"hocon/{name}.conf")
            ?? throw new InvalidOperationException($"The program was built without hocon/{name}.conf.");
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
