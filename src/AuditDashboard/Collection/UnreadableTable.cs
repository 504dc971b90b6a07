using System.Runtime.CompilerServices;
using System.Text;
using AuditDashboard.Api;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Quarantine;

namespace AuditDashboard.Collection;

/// <summary>The records that could not be read, as a file.</summary>
internal sealed class UnreadableTable(QuarantineReader quarantine, QueryCatalog catalog)
    : TableSource<Scoped<CollectionState>>(
        "unreadable",
        "Records that could not be read as a file, cluster by cluster, newest first. The window is not used, since the time of such a record is seldom known.",
        [
            .. ExportForm.Scope,
            new("mayMatch", "Only records that may match this canned query."),
            .. ApiParameter.Unused("before"),
        ])
{
    private const int Portion = 200;

    /// <inheritdoc/>
    protected override Scoped<CollectionState> Ask(TableRequest request)
    {
        var (scope, window) = request.ReadScope();
        var state = CollectionState.Read(request.Query, id => catalog.TryGet(id, out _), request.Problems) with { Before = null };
        return new(scope, window, state);
    }

    /// <inheritdoc/>
    protected override async Task<Table?> LoadAsync(TableRequest request, Scoped<CollectionState> asked, CancellationToken cancellationToken)
    {
        var (scope, window, state) = asked;
        var clusters = request.InScope(scope.Cluster).Select(row => row.Name).ToList();
        var count = 0L;
        foreach (var cluster in clusters)
        {
            var (total, mayMatch) = await quarantine.CountAsync(cluster, cancellationToken);
            count += state.MayMatch is { } query ? mayMatch.GetValueOrDefault(query) : total;
        }

        return new Table
        {
            Page = DashboardUrls.Collection(scope.Over(window), state.ToPairs()),
            Cluster = scope.Cluster,
            Contents = "records that could not be read" + (state.MayMatch is { } matched ? $" and may match {matched}" : ""),
            Notes = ["Records are the stored, redacted ones: secrets are taken out. A record that may match may be an event that the query would have selected."],
            Rows = TableRows.Of(StreamAsync(clusters, state.MayMatch, cancellationToken), count),
        };
    }

    private async IAsyncEnumerable<UnreadableItem> StreamAsync(IReadOnlyList<string> clusters, string? mayMatch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var cluster in clusters)
        {
            long? before = null;
            do
            {
                var page = await quarantine.GetPageAsync(cluster, mayMatch, before, Portion, cancellationToken);
                foreach (var row in page)
                {
                    yield return new UnreadableItem(cluster, row.SeenAt, row.Time, row.Reason, row.Source, row.MayMatch, row.Bytes.Length, Encoding.UTF8.GetString(row.Bytes.Span), row.Bytes.ToArray());
                }

                before = page.Count == Portion ? page[^1].Id : null;
            }
            while (before is not null);
        }
    }
}

/// <summary>A record that could not be read, in an export.</summary>
/// <param name="Cluster">Its cluster.</param>
/// <param name="SeenAt">When it was read.</param>
/// <param name="Time">The source's time; null where it has none.</param>
/// <param name="Fault">Why it cannot be read.</param>
/// <param name="Source">File and line, or log stream.</param>
/// <param name="MayMatch">Ids of the canned queries whose words it holds.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Text">Its bytes as text; what is not UTF-8 shows as replacement marks.</param>
/// <param name="Record">Its bytes, redacted; as base64 in JSON, left out for spreadsheets.</param>
internal sealed record UnreadableItem(
    string Cluster, DateTimeOffset SeenAt, DateTimeOffset? Time, string Fault, string Source, IReadOnlyList<string> MayMatch, int Bytes, string Text, byte[] Record);
