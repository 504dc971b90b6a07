using AuditDashboard.Exports.Tables;

namespace AuditDashboard.Reviews;

/// <summary>The list of reviews as a file.</summary>
internal sealed class ReviewTable(ReviewReader reader)
    : TableSource<string?>(
        "reviews",
        "Reviews with how far they are, as a file: open ones first, then the newest first.",
        [new(StateKey, "open or closed. Default: both.")])
{
    private const string StateKey = "state";

    /// <inheritdoc/>
    protected override string? Ask(TableRequest request)
    {
        request.ReadVersion();
        var state = request.Query.Take(StateKey);
        if (state is not (null or "open" or "closed"))
        {
            request.Problems.Add("state is neither open nor closed.");
        }

        return state;
    }

    /// <inheritdoc/>
    protected override async Task<Table?> LoadAsync(TableRequest request, string? state, CancellationToken cancellationToken)
    {
        var rows = await reader.ListAsync(state is null ? null : state == "open", int.MaxValue, cancellationToken);
        return new Table
        {
            Page = state is null ? ReviewPaths.All : $"{ReviewPaths.All}?{StateKey}={state}",
            Contents = (state is null ? "" : state + " ") + "reviews",
            Rows = TableRows.Of(rows, ReviewListItem.Of),
        };
    }
}
