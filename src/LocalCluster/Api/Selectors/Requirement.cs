namespace LustreSupervisor.LocalCluster.Api.Selectors;

/// <summary>How a requirement of a selector compares.</summary>
internal enum Operator
{
    /// <summary>The value is one of those given.</summary>
    In,

    /// <summary>The value is none of those given, or the key is absent.</summary>
    NotIn,

    /// <summary>The key is present.</summary>
    Exists,

    /// <summary>The key is absent.</summary>
    Absent,

    /// <summary>The value is a whole number greater than the one given.</summary>
    GreaterThan,

    /// <summary>The value is a whole number less than the one given.</summary>
    LessThan,
}

/// <summary>One comma-separated part of a label selector.</summary>
internal sealed record Requirement(string Key, Operator Operator, IReadOnlyList<string> Values)
{
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var present = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            Operator.In => present && Values.Contains(value!),
            Operator.NotIn => !present || !Values.Contains(value!),
            Operator.Exists => present,
            Operator.Absent => !present,
            Operator.GreaterThan => Compare(value) > 0,
            _ => Compare(value) < 0,
        };
    }

    private int? Compare(string? value) =>
        long.TryParse(value, out var left) && long.TryParse(Values[0], out var right) ? left.CompareTo(right) : null;
}
