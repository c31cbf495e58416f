namespace LustreSupervisor.LustreModel.Formatting;

/// <summary>The parameter string of a target: <c>key=value</c> settings between spaces.</summary>
internal static class Parameters
{
    /// <summary>Adds a node to a list such as <c>mgsnode</c>: repeated options make one value with colons.</summary>
    public static string AppendNode(string parameters, string key, string nids)
    {
        var all = Split(parameters);
        var at = all.FindIndex(p => p.StartsWith(key + "=", StringComparison.Ordinal));
        if (at < 0)
            all.Add($"{key}={nids}");
        else
            all[at] = $"{all[at]}:{nids}";
        return string.Join(' ', all);
    }

    /// <summary>Adds a setting as it was written.</summary>
    public static string Add(string parameters, string setting) => parameters.Length == 0 ? setting : $"{parameters} {setting}";

    /// <summary>Removes every setting of a key.</summary>
    public static string Erase(string parameters, string key) =>
        string.Join(' ', Split(parameters).Where(p => !p.StartsWith(key + "=", StringComparison.Ordinal)));

    private static List<string> Split(string parameters) => [.. parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
