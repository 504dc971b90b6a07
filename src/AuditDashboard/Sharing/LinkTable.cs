using AuditDashboard.Exports.Tables;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Sharing;

/// <summary>The list of short links as a file.</summary>
internal sealed class LinkTable(ShortLinkStore links)
    : TableSource<WholeList>(
        "links",
        "Short links as a file, newest first, revoked ones too. For reviewers.",
        [],
        SignInExtensions.Reviewers)
{
    /// <inheritdoc/>
    protected override WholeList Ask(TableRequest request) => request.ReadVersion();

    /// <inheritdoc/>
    protected override async Task<Table?> LoadAsync(TableRequest request, WholeList asked, CancellationToken cancellationToken)
    {
        var found = await links.GetAsync(int.MaxValue, cancellationToken);
        return new Table
        {
            Page = "/links",
            Contents = "short links",
            Rows = TableRows.Of(found, link => new LinkItem(
                SharePaths.Short(link.Code), link.Target, link.Title, link.Note, link.Owner, link.CreatedAt, link.RevokedAt, link.RevokedBy)),
        };
    }
}

/// <summary>A short link in an export.</summary>
/// <param name="Path">Where it opens.</param>
/// <param name="Target">Where it leads.</param>
/// <param name="Title">Its title.</param>
/// <param name="Note">What it is about; may be empty.</param>
/// <param name="Owner">Who made it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="RevokedAt">When it was revoked; null while it opens.</param>
/// <param name="RevokedBy">Who revoked it.</param>
internal sealed record LinkItem(string Path, string Target, string Title, string Note, string Owner, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, string? RevokedBy);
