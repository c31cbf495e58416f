namespace LustreSupervisor.Supervisor.Manifests.Schemas;

/// <summary>Guesses what was meant by a misspelt field.</summary>
internal static class Spelling
{
    /// <summary>Longest name that is compared: no field of ours is longer, and comparing is quadratic.</summary>
    private const int LengthMax = 64;

    /// <summary>A hint such as <c>; did you mean "osts"?</c>, or all names when none is near and they are few.</summary>
    public static string Hint(string wrong, IEnumerable<string> names)
    {
        var known = names.ToList();
        var best = wrong.Length > LengthMax
            ? null
            : known.Select(name => (Name: name, Distance: Distance(wrong, name))).OrderBy(guess => guess.Distance).FirstOrDefault().Name;
        if (best is not null && Distance(wrong, best) <= Math.Max(1, (best.Length + 1) / 3))
            return $"; did you mean \"{best}\"?";
        return known.Count == 0 ? "" : $"; known here: {string.Join(", ", known)}";
    }

    /// <summary>Edits between two names, case not counted (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var same = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
