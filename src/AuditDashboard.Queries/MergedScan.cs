using AuditDashboard.LogsInsights;

namespace AuditDashboard.Queries;

/// <summary>Several canned queries merged into one scan: <c>filter (a) or (b) or …</c>, told apart afterwards by the embedded engine.</summary>
public sealed class MergedScan
{
    /// <summary>Makes a scan of these queries (1 to 64).</summary>
    public MergedScan(IReadOnlyList<CannedQuery> queries) => Queries = queries;

    /// <summary>The merged queries; bit i of <see cref="Match"/> is query i.</summary>
    public IReadOnlyList<CannedQuery> Queries { get; }

    /// <summary>The text that a CloudWatch log source sends: stream filter, the selections joined by <c>or</c>, and the fields <c>@timestamp, @message, @ingestionTime, @logStream</c>.</summary>
    public string Text => throw new NotSupportedException("contract only");

    /// <summary>Bit i is set if query i selects the record.</summary>
    public ulong Match(in LogRecord record) => throw new NotSupportedException("contract only");

    /// <summary>The matched queries of a mask of <see cref="Match"/>.</summary>
    public IReadOnlyList<CannedQuery> Matched(ulong mask) => [.. Queries.Where((_, i) => (mask >> i & 1) == 1)];
}
