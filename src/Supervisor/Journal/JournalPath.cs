namespace LustreSupervisor.Supervisor.Journal;

/// <summary>One path for one journal, by whatever name it was called.</summary>
internal static class JournalPath
{
    /// <summary>Name of the journal in a state directory.</summary>
    public const string FileName = "journal.db";

    /// <summary>The absolute path with every link followed: two names of one file must meet at one lock.</summary>
    /// <exception cref="IOException">Links go round in a circle.</exception>
    public static string Resolve(string path)
    {
        var at = "/";
        foreach (var part in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null)
                at = Resolve(File.ResolveLinkTarget(at, returnFinalTarget: true)!.FullName);
        }

        return at;
    }

    /// <summary>The write-ahead log of a journal.</summary>
    public static string Wal(string path) => path + "-wal";
}
