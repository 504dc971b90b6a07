namespace AuditDashboard.LogsInsights.Syntax;

/// <summary>Finds the known name that a mistyped one probably means.</summary>
internal static class NearestName
{
    /// <summary>The nearest candidate, or null if none is near: at most a third of the letters differ.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        var best = (Name: (string?)null, Distance: int.MaxValue);
        foreach (var candidate in candidates)
        {
            // Names longer than any known one are not misspellings; this also bounds the work.
            if (name.Length > 64 || candidate.Length > 256)
            {
                continue;
            }

            var distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < best.Distance && distance <= Math.Max(1, Math.Max(name.Length, candidate.Length) / 3))
            {
                best = (candidate, distance);
            }
        }

        return best.Name;
    }

    /// <summary>The words "; did you mean 'x'?" or a full stop.</summary>
    public static string Suggestion(string name, IEnumerable<string> candidates) =>
        Find(name, candidates) is { } near ? $"; did you mean '{near}'?" : ".";

    // Optimal string alignment: insertions, deletions, replacements and swaps of neighbours cost one each.
    private static int Distance(string a, string b)
    {
        var previous2 = new int[b.Length + 1];
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], previous2[j - 2] + 1);
                }
            }

            (previous2, previous, current) = (previous, current, previous2);
        }

        return previous[b.Length];
    }
}
