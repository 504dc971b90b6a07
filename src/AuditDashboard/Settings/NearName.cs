namespace AuditDashboard.Settings;

/// <summary>Finds the known name that a mistyped one was probably meant to be.</summary>
internal static class NearName
{
    /// <summary>The nearest known name regardless of case, at most a third of its letters away (at least one from three letters on, at most three); null if none is near.</summary>
    public static string? Find(string written, IEnumerable<string> known)
    {
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var name in known)
        {
            // Of one or two letters everything is near.
            var allowed = name.Length < 3 ? 0 : Math.Clamp(name.Length / 3, 1, 3);
            if (Math.Abs(name.Length - written.Length) > allowed)
            {
                continue;
            }

            var distance = Distance(written.ToUpperInvariant(), name.ToUpperInvariant());
            if (distance <= allowed && distance < bestDistance)
            {
                best = name;
                bestDistance = distance;
            }
        }

        return best;
    }

    /// <summary>Edits (insert, delete, replace, swap of neighbours) between two texts.</summary>
    private static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[left.Length, right.Length];
    }
}
