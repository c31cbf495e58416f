using LustreSupervisor.Topology.Common;

namespace LustreSupervisor.Agent.Hosting;

/// <summary>Reads on the spot which kernel this process runs on.</summary>
internal sealed class KernelReader(string hostRoot)
{
    private readonly string _bootId = Path.Combine(hostRoot, "proc/sys/kernel/random/boot_id");

    private readonly string _systemUuid = Path.Combine(hostRoot, "sys/class/dmi/id/product_uuid");

    /// <summary>Reads both identities.</summary>
    /// <exception cref="KernelUnknownException">One is absent or not an identity. Without both nothing may be touched.</exception>
    public KernelId Read() => new(Identity(_systemUuid), Identity(_bootId));

    private static string Identity(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KernelUnknownException($"{path}: {e.Message}", e);
        }

        // Firmware that was never given an identity says all zeros or all ones, on every such machine alike.
        if (!Guid.TryParse(text, out var id) || id == Guid.Empty || id == Guid.AllBitsSet)
            throw new KernelUnknownException($"{path}: '{text}' identifies nothing");
        return text;
    }
}

/// <summary>The agent cannot tell which kernel it runs on.</summary>
internal sealed class KernelUnknownException(string message, Exception? inner = null) : Exception(message, inner);
