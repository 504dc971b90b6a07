using AuditDashboard.LogsInsights;

namespace AuditDashboard.Queries;

/// <summary>Several canned queries merged into one scan: <c>filter (a) or (b) or …</c>, told apart afterwards by the embedded engine.</summary>
public sealed class MergedScan
{
    private readonly SelectionSet _selections;

    /// <summary>Makes a scan of these queries (1 to 64).</summary>
    /// <exception cref="ArgumentException">There are none, or more than 64, or they are of two kinds of log.</exception>
    public MergedScan(IReadOnlyList<CannedQuery> queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        if (queries.Count is < 1 or > 64)
        {
            throw new ArgumentException("A scan merges 1 to 64 queries.", nameof(queries));
        }

        Queries = [.. queries];
        IsOfTrail = queries[0].IsOfTrail;
        if (queries.Any(q => q.IsOfTrail != IsOfTrail))
        {
            throw new ArgumentException("A scan is of one kind of log.", nameof(queries));
        }

        _selections = new SelectionSet([.. Queries.Select(q => q.Selection)]);
        Text = Write(Queries);
    }

    /// <summary>The merged queries; bit i of <see cref="Match"/> is query i.</summary>
    public IReadOnlyList<CannedQuery> Queries { get; }

    /// <summary>True if it is a scan of a log group of CloudTrail.</summary>
    public bool IsOfTrail { get; }

    /// <summary>The text that a CloudWatch log source sends: stream filter (not for CloudTrail), the selections joined by <c>or</c>, and the fields <c>@timestamp, @message, @ingestionTime, @logStream</c>.</summary>
    public string Text { get; }

    /// <summary>True if the service takes the text: one text holds at most 10,000 characters. <see cref="Split"/> makes scans that fit.</summary>
    public bool IsTextAccepted => InsightsQuery.TryCompile(Text, QueryOptions.Default, out _, out _);

    /// <summary>Merges queries into as few scans as the limits of one query text allow, in the order given.</summary>
    public static IReadOnlyList<MergedScan> Split(IReadOnlyList<CannedQuery> queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        var scans = new List<MergedScan>();
        var taken = 0;
        while (taken < queries.Count)
        {
            var scan = new MergedScan([queries[taken++]]);
            while (taken < queries.Count && scan.Queries.Count < 64)
            {
                var wider = new MergedScan([.. scan.Queries, queries[taken]]);
                if (!wider.IsTextAccepted)
                {
                    break;
                }

                scan = wider;
                taken++;
            }

            scans.Add(scan);
        }

        return scans;
    }

    /// <summary>Starts a scan of records that are read line by line, by a reader that asks for more members than the queries do.</summary>
    /// <param name="members">Names of members, as the language writes them.</param>
    public SelectionScan Start(IReadOnlyList<string> members) => _selections.Start(members);

    /// <summary>Bit i is set if query i selects the record.</summary>
    public ulong Match(in LogRecord record) => _selections.Match(record);

    /// <summary>The matched queries of a mask of <see cref="Match"/>.</summary>
    public IReadOnlyList<CannedQuery> Matched(ulong mask) => [.. Queries.Where((_, i) => (mask >> i & 1) == 1)];

    private static string Write(IReadOnlyList<CannedQuery> queries)
    {
        var selections = string.Join(" or ", queries.Select(q => q.Selection.CanonicalText).Distinct(StringComparer.Ordinal).Select(text => $"({text})"));
        var stream = queries[0].IsOfTrail ? "" : $" | filter {StreamFilter.Condition}";
        return $"fields @timestamp, @message, @ingestionTime, @logStream{stream} | filter {selections}";
    }
}
