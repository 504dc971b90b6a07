using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Harvest.Sources.CloudWatch;
using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Tests.Semantics;

/// <summary>A service that answers some queries otherwise than the local one does.</summary>
internal sealed class AlteringSource(CloudWatchLogSource inner) : IQueriedLogSource
{
    /// <summary>Gives the answer to a query, given the local server's.</summary>
    public Func<AskedQuery, AskedRows, AskedRows> Alter { get; set; } = (_, rows) => rows;

    /// <summary>The queries that were asked, in order.</summary>
    public List<AskedQuery> Asked { get; } = [];

    public string Kind => inner.Kind;

    public long AvailableToMicros => inner.AvailableToMicros;

    public TimeSpan DeliveryDelay => inner.DeliveryDelay;

    public bool IsSelective => inner.IsSelective;

    /// <summary>Rows with one column.</summary>
    public static AskedRows Rows(string column, params string?[] cells) => new(
        [.. cells.Select(c => Row(column, c))], IsCut: false);

    public async Task<AskedRows> AskAsync(AskedQuery asked, ScanReport report, CancellationToken cancellationToken)
    {
        Asked.Add(asked);
        return Alter(asked, await inner.AskAsync(asked, report, cancellationToken));
    }

    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    public IAsyncEnumerable<InputRecord> ScanAsync(TimeWindow window, MergedScan scan, CancellationToken cancellationToken) => inner.ScanAsync(window, scan, cancellationToken);

    private static Dictionary<string, string> Row(string column, string? cell)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal);
        if (cell is not null)
        {
            row[column] = cell;
        }

        return row;
    }
}
