using Amazon.CloudWatchLogs.Model;
using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Runs single queries over one log group and gives their rows as they are.</summary>
internal sealed class QueryAsker(QueryCaller caller, CloudWatchSourceOptions options)
{
    private const int MaxPages = 100;
    private const long SecondMicros = 1_000_000;

    /// <summary>Runs one query to its end.</summary>
    /// <param name="asked">The query.</param>
    /// <param name="report">Takes what is billed, and may forbid it.</param>
    /// <param name="cancellationToken">Stops the query too.</param>
    /// <exception cref="QueryRefusedException">The service does not take it.</exception>
    /// <exception cref="LogSourceException">It did not come to its end.</exception>
    public async Task<AskedRows> AskAsync(AskedQuery asked, ScanReport report, CancellationToken cancellationToken)
    {
        // The last second may be meant as a whole.
        var window = new TimeWindow(asked.FromSecond * SecondMicros, (asked.ToSecond + 1) * SecondMicros);
        if (report.Forbid(window, []) is { } forbidden)
        {
            throw new BudgetSpentException(forbidden);
        }

        var query = await RunAsync(asked, window, report, cancellationToken);
        var rows = new List<IReadOnlyDictionary<string, string>>();
        string? last = null;
        var page = query.FirstPage;
        for (var pages = 1; ; pages++)
        {
            rows.AddRange((page.Results ?? []).Select(ResultRows.ToColumns));
            if (page.NextToken is not { Length: > 0 } token)
            {
                return new AskedRows(rows, query.Matched > rows.Count)
                {
                    Records = (long?)query.FirstPage.Statistics?.RecordsScanned,
                    Matched = (long?)query.Matched,
                };
            }

            if (token == last || pages >= MaxPages)
            {
                throw new LogSourceException($"CloudWatch Logs gave the same page of {options.LogGroup} again and again.");
            }

            last = token;
            page = await caller.PageAsync(query.Id, token, cancellationToken);
        }
    }

    private async Task<FinishedQuery> RunAsync(AskedQuery asked, TimeWindow window, ScanReport report, CancellationToken cancellationToken)
    {
        try
        {
            return await caller.RunAsync(
                asked.Text, asked.FromSecond, asked.ToSecond, bytes => report.Billed.Add(new BilledScan([], window, bytes, IsAgain: false)), cancellationToken, asked.RowLimit ?? 0,
                asked.OnProgress is { } tell ? page => tell(new AskProgress((long?)page.Statistics?.RecordsScanned, (long?)page.Statistics?.BytesScanned)) : null);
        }
        catch (LogSourceException e) when (e.InnerException is MalformedQueryException or InvalidParameterException)
        {
            throw new QueryRefusedException(e.Message, e.InnerException.Message, e.InnerException)
            {
                Place = (e.InnerException as MalformedQueryException)?.QueryCompileError?.Location?.StartCharOffset,
            };
        }
    }
}
