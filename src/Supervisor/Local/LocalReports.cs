using LustreSupervisor.Supervisor.Cli;

namespace LustreSupervisor.Supervisor.Local;

/// <summary>Files that commands write their results to.</summary>
internal static class LocalReports
{
    /// <summary>Finds out now, rather than after minutes, that a report cannot be written.</summary>
    /// <param name="file">The file; null for none.</param>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public static void RequireWritable(string? file)
    {
        if (file is null)
            return;
        try
        {
            using var probe = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{file} cannot be written: {error.Message}", "choose another --report file");
        }
    }
}
