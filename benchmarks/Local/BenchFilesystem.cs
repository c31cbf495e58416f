using System.Globalization;

namespace LustreSupervisor.Benchmarks.Local;

/// <summary>The file system that is measured: one OST for every five kills, so that no restart budget is spent and no back-off grows.</summary>
internal static class BenchFilesystem
{
    /// <summary>Kills of one target.</summary>
    public const int KillsPerTarget = 5;

    /// <summary>Its namespace, its name and Lustre's name of it.</summary>
    public const string Name = "bench";

    /// <summary>Servers that are not killed: MGS and MDT.</summary>
    public const int OtherServers = 2;

    /// <summary>OSTs needed for that many kills.</summary>
    /// <param name="kills">Kills.</param>
    public static int Osts(int kills) => (kills + KillsPerTarget - 1) / KillsPerTarget;

    /// <summary>Name of an OST's pod.</summary>
    /// <param name="index">Its index.</param>
    public static string PodOf(int index) => $"{Name}-ost{index.ToString("x4", CultureInfo.InvariantCulture)}";

    /// <summary>The manifest. Back-off stays at its least, one second: it is waiting, not work.</summary>
    /// <param name="osts">How many OSTs.</param>
    public static string Manifest(int osts) => string.Create(CultureInfo.InvariantCulture, $$"""
        apiVersion: v1
        kind: Namespace
        metadata:
          name: {{Name}}
        ---
        apiVersion: lustre.cloudnative-hpc.io/v1alpha1
        kind: LustreFilesystem
        metadata:
          name: {{Name}}
          namespace: {{Name}}
        spec:
          fsName: {{Name}}
          version: "2.15.8"
          mgs:
            storage:
              devices:
                selector:
                  matchLabels: {lustre: mgt}
          mdts:
            count: 1
            storage:
              devices:
                selector:
                  matchLabels: {lustre: mdt}
          osts:
            count: {{osts}}
            storage:
              devices:
                selector:
                  matchLabels: {lustre: ost}
          healing:
            restarts:
              backoffMinSeconds: 1
              backoffMaxSeconds: 1
        """);
}
