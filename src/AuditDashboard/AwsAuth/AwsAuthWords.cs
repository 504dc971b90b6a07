using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Shared.Text;

namespace AuditDashboard.AwsAuth;

/// <summary>Says what a write to aws-auth did, in a few words.</summary>
public static class AwsAuthWords
{
    /// <summary>"+1 row", "no longer parses", "7 rows; before unknown".</summary>
    public static string Summary(AwsAuthVersion version)
    {
        if (!version.IsEffective)
        {
            return version switch
            {
                { Event.Row.Code: 403 or 401 } => "refused",
                { Event.Row.Code: >= 400 and var code } => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"failed with {code}"),
                { IsDryRun: true } => "dry run, nothing kept",
                _ => "no answer in the record",
            };
        }

        return Effect(version);
    }

    /// <summary>What the text does to the rows, whether or not it was let through.</summary>
    public static string Effect(AwsAuthVersion version)
    {
        if (version.Body.Knowledge == AwsAuthKnowledge.Deleted)
        {
            return "deleted: nobody is mapped";
        }

        if (version.Diff is not { } diff)
        {
            return "text not in the record";
        }

        if (version.Before is null)
        {
            return $"{(diff.Faults.Any(fault => !fault.IsPartial) ? "does not parse" : Numbers.Count(diff.Rows.Count, "row"))}; before unknown";
        }

        var (added, removed, changed) = version.Counts;
        var parts = new List<string>();
        if (diff.BreaksParsing)
        {
            parts.Add("no longer parses");
        }
        else if (diff.Faults.Any(fault => !fault.IsPartial))
        {
            parts.Add("still does not parse");
        }

        if (diff.RepairsParsing)
        {
            parts.Add("parses again");
        }

        Add(added, "+", "");
        Add(removed, "−", "");
        Add(changed, "", " changed");
        return parts.Count == 0 ? "no change in rows" : string.Join(", ", parts);

        void Add(int count, string sign, string word)
        {
            if (count > 0)
            {
                parts.Add($"{sign}{Numbers.Count(count, "row")}{word}");
            }
        }
    }
}
