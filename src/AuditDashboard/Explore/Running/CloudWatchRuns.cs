using System.Text;
using System.Text.RegularExpressions;
using AuditDashboard.Explore.Asking;
using AuditDashboard.Harvest.Asking;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Redaction;
using AuditDashboard.LogsInsights;
using AuditDashboard.Storage;

namespace AuditDashboard.Explore.Running;

/// <summary>Runs readers' queries on CloudWatch and makes results of the answers. Singleton: holds nothing between runs.</summary>
/// <remarks>
/// The text was compiled by the embedded engine before: what that refuses is not sent, and not billed. Secrets are taken out of what comes back, which
/// is all that can be done: CloudWatch searches the records as they were written.
/// </remarks>
public sealed partial class CloudWatchRuns(LogGroupDesk desk, Redactor redactor, TimeProvider clock)
{
    private const string Message = "@message";
    private const string Pointer = "@ptr";

    /// <summary>Most rows that CloudWatch gives to a query without <c>limit</c>; older ones gave the smaller number.</summary>
    private static readonly int[] RowsWithoutLimit = [1_000, 10_000];

    /// <summary>Runs a query.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="query">Its text, compiled.</param>
    /// <param name="onProgress">Told how far it is, from another thread.</param>
    /// <param name="stop">Stops the query; there is no result then.</param>
    /// <param name="cancellationToken">Nobody waits any more: the query is stopped too.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<ExploreOutcome> RunAsync(
        ExploreRequest request, InsightsQuery query, Action<ExploreProgress> onProgress, CancellationToken stop, CancellationToken cancellationToken)
    {
        if (RefusalOf(request, query) is { } refusal)
        {
            return new ExploreOutcome.Failed(refusal);
        }

        var start = clock.GetTimestamp();
        onProgress(new ExploreProgress(0, 0, TimeSpan.Zero, IsWaiting: false, IsOfCloudWatch: true));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, cancellationToken);
        AskAnswer answer;
        try
        {
            answer = await desk.AskAsync(
                request.Cluster ?? "", request.Window, request.Text,
                () => onProgress(new ExploreProgress(0, 0, clock.GetElapsedTime(start), IsWaiting: true)),
                p => onProgress(new ExploreProgress(p.Records ?? 0, p.Bytes ?? 0, clock.GetElapsedTime(start), IsWaiting: false, IsOfCloudWatch: true)),
                either.Token);
        }
        catch (StorageException exception)
        {
            return new ExploreOutcome.Failed(exception.Message);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return answer.Rows is { } rows
            ? new ExploreOutcome.Rows(ResultOf(request, query, answer, rows, clock.GetElapsedTime(start), cancellationToken))
            : new ExploreOutcome.Failed(AskWords.Failure(answer));
    }

    private static string? RefusalOf(ExploreRequest request, InsightsQuery query) =>
        request.Cluster is null ? "Choose a cluster: a query on CloudWatch is run over one log group."
        : query.Source is not null ? "The query's SOURCE names log groups, and from this page the log group of the chosen cluster alone is asked. Remove SOURCE; nothing was asked."
        : query.HasSubqueries ? "A query inside 'in (…)' is scanned and billed once more, which no estimate here covers. Run the inner query first and write its values; nothing was asked."
        : null;

    private ExploreResult ResultOf(ExploreRequest request, InsightsQuery query, AskAnswer answer, AskedRows rows, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var columns = query.Columns.ToList();
        columns.AddRange(rows.Rows.SelectMany(row => row.Keys).Distinct(StringComparer.Ordinal).Where(name => name != Pointer && !columns.Contains(name)).ToList());
        var shown = new List<ExploreRow>(rows.Rows.Count);
        foreach (var row in rows.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            shown.Add(RowOf(request.Cluster ?? "", columns, row));
        }

        return new ExploreResult
        {
            Request = request,
            Columns = columns,
            Rows = shown,
            Notes = query.Notes,
            Records = rows.Records ?? 0,
            Matched = rows.Matched ?? rows.Rows.Count,
            Bytes = answer.Bytes ?? 0,
            Elapsed = elapsed,
            Stop = ExploreStop.None,
            Cost = new RunCost(answer.Bytes, answer.Dollars),
            IsPerhapsCut = RowsWithoutLimit.Contains(rows.Rows.Count) && !HasLimit().IsMatch(query.CanonicalText),
        };
    }

    private ExploreRow RowOf(string cluster, List<string> columns, IReadOnlyDictionary<string, string> row)
    {
        string? eventId = null;
        var cells = new string?[columns.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            if (!row.TryGetValue(columns[i], out var value))
            {
                continue;
            }

            ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(value);
            if (columns[i] == Message && AuditEventReader.Read(bytes) is AuditReadResult.Readable(var audit))
            {
                var redacted = redactor.Redact(RecordIdentity.Compute(cluster, bytes), audit, bytes, sourceTimeMicros: null);
                (cells[i], eventId) = (Encoding.UTF8.GetString(redacted.Json.Span), redacted.Id.LinkId);
            }
            else
            {
                cells[i] = Encoding.UTF8.GetString(redactor.RedactUnreadable(bytes).Bytes.Span);
            }
        }

        return new ExploreRow(cells, eventId);
    }

    [GeneratedRegex(@"(^|\| )limit [0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex HasLimit();
}
