using System.Globalization;

namespace LustreSupervisor.Benchmarks.SelfFence;

/// <summary>The file system that is measured: its nodes fence themselves, and nobody else does.</summary>
internal static class SelfFenceFilesystem
{
    /// <summary>Servers: MGS, MDT and four OSTs.</summary>
    public const int Servers = 6;

    /// <summary>The manifest.</summary>
    /// <param name="grantSeconds">Life of a grant.</param>
    public static string Manifest(int grantSeconds) => string.Create(CultureInfo.InvariantCulture, $$"""
        apiVersion: v1
        kind: Namespace
        metadata:
          name: fence
        ---
        apiVersion: lustre.cloudnative-hpc.io/v1alpha1
        kind: LustreFilesystem
        metadata:
          name: fence
          namespace: fence
        spec:
          fsName: fence
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
            count: 4
            storage:
              devices:
                selector:
                  matchLabels: {lustre: ost}
          healing:
            nodeLostAfterSeconds: 5
            selfFence:
              enabled: true
              grantSeconds: {{grantSeconds}}
            fencing:
              - agent: manual
        """);
}
