namespace LustreSupervisor.Agent.CommandLine;

/// <summary>Arguments of the form <c>--name VALUE</c> or <c>--name=VALUE</c>, in any order, each at most once.</summary>
internal static class NamedValues
{
    /// <summary>Reads them.</summary>
    /// <returns>The values by name, or what is wrong.</returns>
    public static (Dictionary<string, string>? Values, string Complaint) Read(string[] arguments, string[] required, string[] optional)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Length; i++)
        {
            var parts = arguments[i].Split('=', 2);
            if (!required.Contains(parts[0]) && !optional.Contains(parts[0]))
                return (null, $"unknown argument '{arguments[i]}'");
            if (parts.Length == 1 && ++i >= arguments.Length)
                return (null, $"{parts[0]} needs a value");
            if (!values.TryAdd(parts[0], parts.Length == 2 ? parts[1] : arguments[i]))
                return (null, $"{parts[0]} is given twice");
        }

        return required.FirstOrDefault(r => string.IsNullOrEmpty(values.GetValueOrDefault(r))) is { } missing
            ? (null, $"{missing} is missing")
            : (values, "");
    }
}
