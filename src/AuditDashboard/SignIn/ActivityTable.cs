using System.Runtime.CompilerServices;
using AuditDashboard.Api;
using AuditDashboard.Exports.Tables;

namespace AuditDashboard.SignIn;

/// <summary>The tool's own audit as a file, for administrators of all clusters.</summary>
internal sealed class ActivityTable(ActivityReader reader)
    : TableSource<ActivityState>(
        "activity",
        "What people did in the dashboard as a file, newest first: the address of the page Activity behind /api/v1/exports, with a format. For administrators.",
        [ApiParameter.Kind, .. ApiParameter.Unused("before")],
        SignInExtensions.AdministratorsOfAll)
{
    private const int Portion = 1_000;

    /// <inheritdoc/>
    protected override ActivityState Ask(TableRequest request)
    {
        request.ReadVersion();
        var state = ActivityState.Read(request.Query, request.Problems) with { Before = null };

        return state;
    }

    /// <inheritdoc/>
    protected override async Task<Table?> LoadAsync(TableRequest request, ActivityState state, CancellationToken cancellationToken)
    {
        var verdict = await reader.VerifyAsync(cancellationToken);
        return new Table
        {
            Page = state.ToUrl(),
            Contents = "what people did in the dashboard" + (state.Kind is { } kind ? $": {ActivityWords.Of(kind)}" : ""),
            Notes = verdict.IsIntact
                ? [$"Checked while it was exported: sealed and unchanged are {verdict.Sealed} entries, not sealed {verdict.Unsealed}."]
                : ["The record was changed by other means than this program. Do not rely on it.", .. verdict.Broken],
            Rows = TableRows.Of(StreamAsync(state, cancellationToken), count: null),
        };
    }

    // Backwards from the newest: what is added meanwhile is newer than all that is read.
    private async IAsyncEnumerable<ActivityItem> StreamAsync(ActivityState state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? before = null;
        do
        {
            var page = await reader.ReadAsync(state.Kind, before, Portion, cancellationToken);
            foreach (var entry in page.Items)
            {
                yield return ApiItems.Of(entry);
            }

            before = page.Next;
        }
        while (before is not null);
    }
}
