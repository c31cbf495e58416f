using System.Text;

namespace LustreSupervisor.Topology.Agents.Parsing;

/// <summary>What <c>blkid -p -o export</c> found on a device.</summary>
/// <param name="Type">File system or table: <c>ext4</c>, <c>LVM2_member</c>; empty when only a partition table was found.</param>
/// <param name="Label">Volume label; empty when there is none.</param>
/// <param name="Uuid">File-system UUID; empty when there is none.</param>
/// <param name="PartitionTable">Type of a partition table, <c>gpt</c>, <c>dos</c>; empty when there is none.</param>
public sealed record BlkidOutput(string Type, string Label, string Uuid, string PartitionTable)
{
    /// <summary>Exit code of blkid when it found nothing it knows (or could not open the device: the caller opens it itself).</summary>
    public const int ExitNothingFound = 2;

    private const string Tool = "blkid -p -o export";

    /// <summary>Reads the output of a run that found something.</summary>
    /// <exception cref="UnrecognizedOutputException">A line is not of the form <c>KEY=value</c>.</exception>
    public static BlkidOutput Parse(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Length == 0)
                continue;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !line[..equals].All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_'))
                throw new UnrecognizedOutputException(Tool, number, line);
            fields[line[..equals]] = Unescape(line[(equals + 1)..]);
        }
        return new BlkidOutput(Field("TYPE"), Field("LABEL"), Field("UUID"), Field("PTTYPE"));

        string Field(string key) => fields.GetValueOrDefault(key, "");
    }

    /// <summary>Undoes the backslashes that blkid puts before characters a shell would take.</summary>
    private static string Unescape(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
            return value;
        var plain = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length)
                i++;
            plain.Append(value[i]);
        }
        return plain.ToString();
    }

    /// <summary>In one phrase for people.</summary>
    public string Describe() =>
        Type.Length > 0 ? $"{Type} labelled '{Label}', UUID {Uuid}"
        : PartitionTable.Length > 0 ? $"a {PartitionTable} partition table"
        : "a signature without a type";
}
