using LustreSupervisor.Topology.Agents.Devices;

namespace LustreSupervisor.Agent.Reservations;

/// <summary>Collects what this node knows of a device's identity and of its paths.</summary>
/// <param name="hostRoot">Below it the host's <c>/sys</c>.</param>
internal sealed class DeviceIdentityReader(string hostRoot)
{
    private const string ById = "/dev/disk/by-id";

    /// <summary>Deepest pile of mapped devices that is looked through.</summary>
    private const int DepthMax = 4;

    /// <summary>Null when the path leads to the device that is meant, else why that is not certain.</summary>
    public string? Complaint(string path, string id)
    {
        var final = Final(path);
        return DeviceIdentity.Complaint(path, id, new DeviceIdentityFacts(
            SameById(final, id), Wwids(Path.GetFileName(final)), Path.GetFileName(final), IsRegularFile(final)));
    }

    /// <summary>
    /// The devices through which commands go: those below a multipath map, each of which is an initiator of its own that must be registered (a command
    /// to the map would reach one of them only); else the device itself.
    /// </summary>
    public IReadOnlyList<string> PathsOf(string path) => Below(Final(path), DepthMax);

    private List<string> Below(string device, int depth)
    {
        var slaves = Path.Combine(hostRoot, "sys/class/block", Path.GetFileName(device), "slaves");
        try
        {
            var names = Directory.Exists(slaves) ? Directory.GetFileSystemEntries(slaves).Select(e => Path.GetFileName(e)!).Order().ToArray() : [];
            return names.Length == 0 || depth == 0
                ? [device]
                : [.. names.SelectMany(n => Below(Path.Combine(Path.GetDirectoryName(device) ?? "/dev", n), depth - 1))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [device];
        }
    }

    private static bool? SameById(string final, string id)
    {
        if (id.Length == 0 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-'))
            return null;
        var named = Path.Combine(ById, id);
        return File.Exists(named) ? Final(named) == final : null;
    }

    private List<string> Wwids(string name)
    {
        var found = new List<string>();
        foreach (var file in new[] { "wwid", "device/wwid" })
        {
            try
            {
                found.Add(File.ReadAllText(Path.Combine(hostRoot, "sys/class/block", name, file)).Trim());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Not every kind of device has both.
            }
        }

        return found;
    }

    private static bool IsRegularFile(string path) =>
        File.Exists(path) && (File.GetAttributes(path) & (FileAttributes.Device | FileAttributes.Directory)) == 0 && new FileInfo(path).Length > 0;

    private static string Final(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }
}
