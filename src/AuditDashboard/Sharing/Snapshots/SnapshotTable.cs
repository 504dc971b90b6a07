using AuditDashboard.Exports.Tables;
using AuditDashboard.SignIn;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>The list of snapshots as a file.</summary>
internal sealed class SnapshotTable(SnapshotReader reader)
    : TableSource<WholeList>(
        "snapshots",
        "Snapshots as a file, newest first, with what of their descriptions and of their chain does not hold. For reviewers.",
        [],
        SignInExtensions.Reviewers)
{
    /// <inheritdoc/>
    protected override WholeList Ask(TableRequest request) => request.ReadVersion();

    /// <inheritdoc/>
    protected override async Task<Table?> LoadAsync(TableRequest request, WholeList asked, CancellationToken cancellationToken)
    {
        var rows = await reader.ListAsync(int.MaxValue - 1, cancellationToken);
        return new Table
        {
            Page = "/links",
            Contents = "snapshots",
            Rows = TableRows.Of(rows, SnapshotListItem.Of),
        };
    }
}

/// <summary>A snapshot in an export.</summary>
/// <param name="Sequence">Its place in the chain.</param>
/// <param name="Path">Where it opens.</param>
/// <param name="Title">Its title; null where its description does not hold.</param>
/// <param name="Page">The view that it froze; null as the title.</param>
/// <param name="Cluster">The cluster; null for all, or as the title.</param>
/// <param name="Events">How many events it holds; null as the title.</param>
/// <param name="MadeBy">Who made it; null as the title.</param>
/// <param name="MadeAt">When; null as the title.</param>
/// <param name="ExpiresAt">When it closes; null for never, or as the title.</param>
/// <param name="RevokedAt">When it was revoked; null while it opens.</param>
/// <param name="RevokedBy">Who revoked it.</param>
/// <param name="Problem">What does not hold; null if nothing.</param>
internal sealed record SnapshotListItem(
    long Sequence, string Path, string? Title, string? Page, string? Cluster, long? Events, string? MadeBy, DateTimeOffset? MadeAt, DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt, string? RevokedBy, string? Problem)
{
    /// <summary>Out of the list.</summary>
    public static SnapshotListItem Of(SnapshotRow row) => new(
        row.Sequence, SharePaths.Snapshot(row.Code), row.Manifest?.Title, row.Manifest?.Page, row.Manifest?.Cluster, row.Manifest?.Events, row.Manifest?.MadeBy, row.Manifest?.MadeAt,
        row.Manifest?.ExpiresAt, row.RevokedAt, row.RevokedBy, row.Problem);
}
