using System.ComponentModel;

namespace LustreSupervisor.LustreTools.Pods;

/// <summary>A directory and the path at which a container finds it.</summary>
internal sealed record VolumeMount(string Source, string Target);

/// <summary>
/// Mounts volumes in this name space alone. A path that the machine lacks is made without touching the machine: the nearest directory that is
/// there is covered by a private one, in which everything else appears as before.
/// </summary>
internal static class VolumeMounts
{
    private const string Option = "--bind";

    /// <summary>Reads the options <c>--bind SOURCE TARGET</c>.</summary>
    public static List<VolumeMount> Of(string[] arguments) =>
    [
        .. Enumerable.Range(0, arguments.Length).Where(at => arguments[at] == Option && at + 2 < arguments.Length)
            .Select(at => new VolumeMount(arguments[at + 1], arguments[at + 2])),
    ];

    /// <summary>Mounts them, outer paths before inner ones.</summary>
    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    /// <exception cref="IOException">A source is not there, or a path cannot be made.</exception>
    public static void Make(IEnumerable<VolumeMount> mounts)
    {
        foreach (var mount in mounts.OrderBy(mount => mount.Target.Length))
        {
            var target = Resolve(mount.Target);
            if (!Directory.Exists(target))
            {
                Cover(ExistingAncestor(target), Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(mount.Source))!);
                Directory.CreateDirectory(target);
            }

            NameSpaces.Bind(mount.Source, target, recursive: true);
        }
    }

    /// <summary>The path without symbolic links in the part of it that is there: <c>/var/run</c> is <c>/run</c> on most machines.</summary>
    private static string Resolve(string path)
    {
        var resolved = "/";
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(resolved, name);
            resolved = new DirectoryInfo(next) is { Exists: true, LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : next;
        }

        return resolved;
    }

    private static string ExistingAncestor(string path)
    {
        while (!Directory.Exists(path))
            path = Path.GetDirectoryName(path)!;
        return path;
    }

    private static void Cover(string directory, string room)
    {
        var working = Environment.CurrentDirectory;
        var cover = Path.Combine(room, ".cover");
        Directory.CreateDirectory(cover);
        // Unbindable, so that a directory that holds the cover is not shown with the cover in it.
        NameSpaces.MountScratch(cover);
        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
            Show(entry, Path.Combine(cover, entry.Name));
        if (directory == "/")
            NameSpaces.ChangeRoot(cover);
        else
            NameSpaces.Move(cover, directory);
        Environment.CurrentDirectory = working;
        // Its mount is elsewhere now; what it was mounted on is empty.
        Directory.Delete(cover);
    }

    /// <summary>Lets an entry of the covered directory appear in the cover.</summary>
    private static void Show(FileSystemInfo entry, string place)
    {
        if (entry.LinkTarget is { } link)
        {
            File.CreateSymbolicLink(place, link);
            return;
        }

        if (entry is DirectoryInfo)
            Directory.CreateDirectory(place);
        else
            File.Create(place).Dispose();
        NameSpaces.Bind(entry.FullName, place, recursive: entry is DirectoryInfo);
    }
}
