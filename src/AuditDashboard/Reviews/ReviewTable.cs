using AuditDashboard.Api;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;

namespace AuditDashboard.Reviews;

/// <summary>The list of reviews as a file.</summary>
internal sealed class ReviewTable(ReviewReader reader) : ITableSource
{
    private const string StateKey = "state";

    /// <inheritdoc/>
    public string Key => "reviews";

    /// <inheritdoc/>
    public string? Policy => null;

    /// <inheritdoc/>
    public string Summary => "Reviews with how far they are, as a file: open ones first, then the newest first.";

    /// <inheritdoc/>
    public IReadOnlyList<ApiParameter> Parameters { get; } = [new(StateKey, "open or closed. Default: both.")];

    /// <inheritdoc/>
    public async Task<Table?> ReadAsync(TableRequest request, CancellationToken cancellationToken)
    {
        request.ReadVersion();
        var state = request.Query.Take(StateKey);
        if (state is not (null or "open" or "closed"))
        {
            request.Problems.Add("state is neither open nor closed.");
        }

        if (request.Problems.Count > 0)
        {
            return null;
        }

        var rows = await reader.ListAsync(state is null ? null : state == "open", int.MaxValue, cancellationToken);
        return new Table
        {
            Page = state is null ? ReviewPaths.All : $"{ReviewPaths.All}?{StateKey}={state}",
            Contents = (state is null ? "" : state + " ") + "reviews",
            Count = rows.Count,
            Type = ExportJson.TypeOf(typeof(ReviewListItem)),
            Rows = Table.Held(rows.Select(ReviewListItem.Of)),
        };
    }
}
