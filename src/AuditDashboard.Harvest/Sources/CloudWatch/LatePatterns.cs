using System.Text.RegularExpressions;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Writes filter patterns of FilterLogEvents that let every event through which canned queries select, and few others.</summary>
/// <remarks>Patterns know less than queries do. What they cannot say is left out, which lets more through: whoever reads tells events apart anyway.</remarks>
internal static partial class LatePatterns
{
    /// <summary>Longest pattern that the service takes. Unit: characters.</summary>
    public const int MaxLength = 1024;

    /// <summary>Patterns for records that were cut on their way, which no condition on fields finds.</summary>
    public static IReadOnlyList<string> Unreadable { get; } = ["-verb", "\"[Truncated\""];

    // Members of these may have dots in their names, so a field's name does not say where it is.
    private static readonly string[] Maps = ["annotations", "labels", "extra"];

    /// <summary>Patterns, each of which lets through what some of the queries select, and all together what all of them do.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="notSearched">Ids of queries that no pattern can be written for.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<CannedQuery> queries, out IReadOnlyList<string> notSearched)
    {
        var without = new List<string>();
        var arms = new List<Arm>();
        foreach (var query in queries)
        {
            var arm = Arm.Of(query.Selection);
            if (arm.Clauses.Count == 0)
            {
                without.Add(query.Id);
            }
            else
            {
                arms.Add(arm);
            }
        }

        notSearched = without;
        return Pack(Merge(Absorb(arms)));
    }

    // What a wider one lets through need not be asked for again: anonymous requests that were refused are among all that were.
    private static List<Arm> Absorb(List<Arm> arms) =>
        [.. arms.Where((arm, i) => !arms.Where((wider, j) => i != j && arm.Implies(wider) && (!wider.Implies(arm) || j < i)).Any())];

    // (a and v) or (b and v) is (a or b) and v, which is shorter.
    private static List<Arm> Merge(List<Arm> arms)
    {
        for (var i = 0; i < arms.Count; i++)
        {
            for (var j = i + 1; j < arms.Count; j++)
            {
                if (arms[i].TryMerge(arms[j]) is { } merged && merged.Text.Length + Frame.Length <= MaxLength)
                {
                    arms[i] = merged;
                    arms.RemoveAt(j);
                    (i, j) = (-1, arms.Count);
                }
            }
        }

        return arms;
    }

    private const string Frame = "{  }";

    private static List<string> Pack(List<Arm> arms)
    {
        var patterns = new List<string>();
        var open = "";
        foreach (var text in arms.Select(a => $"({a.Text})"))
        {
            var wider = open.Length == 0 ? text : $"{open} || {text}";
            if (open.Length > 0 && wider.Length + Frame.Length > MaxLength)
            {
                patterns.Add($"{{ {open} }}");
                open = text;
            }
            else
            {
                open = wider;
            }
        }

        if (open.Length > 0)
        {
            patterns.Add($"{{ {open} }}");
        }

        return patterns;
    }

    /// <summary>Clauses that must all hold, each of terms of which one must.</summary>
    private sealed class Arm
    {
        private Arm(IReadOnlyList<IReadOnlySet<string>> clauses)
        {
            Clauses = clauses;
            Text = string.Join(" && ", clauses.Select(c => $"({string.Join(" || ", c.Order(StringComparer.Ordinal))})"));
        }

        public IReadOnlyList<IReadOnlySet<string>> Clauses { get; }

        public string Text { get; }

        public static Arm Of(Selection selection)
        {
            var clauses = selection.NecessaryConditions
                .Select(ToTerms)
                .Where(c => c.Count > 0)
                .OrderBy(c => c.Sum(t => t.Length))
                .ToList();

            // Too long: the longest conditions are left out, and more is let through.
            var arm = new Arm(clauses);
            while (arm.Text.Length + Frame.Length + 2 > MaxLength)
            {
                arm = new Arm([.. arm.Clauses.Take(arm.Clauses.Count - 1)]);
            }

            return arm;
        }

        public bool Implies(Arm wider) => wider.Clauses.All(w => Clauses.Any(c => c.IsSubsetOf(w)));

        public Arm? TryMerge(Arm other)
        {
            var own = Clauses.Where(c => !other.Clauses.Any(c.SetEquals)).ToList();
            var others = other.Clauses.Where(c => !Clauses.Any(c.SetEquals)).ToList();
            return own.Count == 1 && others.Count == 1
                ? new Arm([own[0].Union(others[0]).ToHashSet(StringComparer.Ordinal), .. Clauses.Where(c => c != own[0])])
                : null;
        }

        private static HashSet<string> ToTerms(IReadOnlyList<FieldCondition> alternatives)
        {
            var terms = new HashSet<string>(StringComparer.Ordinal);
            foreach (var alternative in alternatives)
            {
                if (alternative.Parts.Any(p => !Identifier().IsMatch(p) || Maps.Contains(p)) || alternative.Value.Length == 0
                    || alternative.Value.AsSpan().IndexOfAny("\"\\*%") >= 0 || alternative.Value.Any(char.IsControl))
                {
                    return [];
                }

                terms.UnionWith(ToTerms($"$.{string.Join('.', alternative.Parts)}", alternative));
            }

            return terms;
        }

        private static IEnumerable<string> ToTerms(string field, FieldCondition condition) => condition switch
        {
            { Comparison: FieldComparison.Contains } => [$"{field} = \"*{condition.Value}*\""],

            // 401 and "401" are equal to a query, and two values to a pattern.
            { Comparison: FieldComparison.Equal, IsNumber: true } => [$"{field} = {condition.Value}", $"{field} = \"{condition.Value}\""],
            { Comparison: FieldComparison.Equal } => [$"{field} = \"{condition.Value}\""],
            { Comparison: FieldComparison.Less } => [$"{field} < {condition.Value}"],
            { Comparison: FieldComparison.LessOrEqual } => [$"{field} <= {condition.Value}"],
            { Comparison: FieldComparison.Greater } => [$"{field} > {condition.Value}"],
            _ => [$"{field} >= {condition.Value}"],
        };
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
