using System.Security.Cryptography;
using LustreSupervisor.LocalCluster.State;

namespace LustreSupervisor.LocalCluster.Hall.Startup;

/// <summary>Random secrets of a cluster, made once, readable by their owner only, never logged.</summary>
internal static class Secrets
{
    private const int Bytes = 24;

    /// <summary>Makes the secret unless the file exists; returns it.</summary>
    /// <param name="path">File that holds it.</param>
    public static string Ensure(string path)
    {
        if (!File.Exists(path))
            AtomicFile.Write(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes)), AtomicFile.SecretMode);
        return File.ReadAllText(path).Trim();
    }
}
