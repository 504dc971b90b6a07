using System.Runtime.CompilerServices;
using AuditDashboard.Api;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;

namespace AuditDashboard.SignIn;

/// <summary>The tool's own audit as a file, for administrators of all clusters.</summary>
internal sealed class ActivityTable(ActivityReader reader) : ITableSource
{
    private const int Portion = 1_000;

    /// <inheritdoc/>
    public string Key => "activity";

    /// <inheritdoc/>
    public string? Policy => SignInExtensions.AdministratorsOfAll;

    /// <inheritdoc/>
    public string Summary => "What people did in the dashboard as a file, newest first: the address of the page Activity behind /api/v1/exports, with a format. For administrators.";

    /// <inheritdoc/>
    public IReadOnlyList<ApiParameter> Parameters { get; } = [ApiParameter.Kind, ApiParameter.Before with { Description = "Taken and not used: the whole list is exported." }];

    /// <inheritdoc/>
    public async Task<Table?> ReadAsync(TableRequest request, CancellationToken cancellationToken)
    {
        request.ReadVersion();
        var state = ActivityState.Read(request.Query, request.Problems) with { Before = null };
        if (request.Problems.Count > 0)
        {
            return null;
        }

        var verdict = await reader.VerifyAsync(cancellationToken);
        return new Table
        {
            Page = state.ToUrl(),
            Contents = "what people did in the dashboard" + (state.Kind is { } kind ? $": {ActivityWords.Of(kind)}" : ""),
            Notes = verdict.IsIntact
                ? [$"Checked while it was exported: sealed and unchanged are {verdict.Sealed} entries, not sealed {verdict.Unsealed}."]
                : ["The record was changed by other means than this program. Do not rely on it.", .. verdict.Broken],
            Type = ExportJson.TypeOf(typeof(ActivityItem)),
            Rows = StreamAsync(state, cancellationToken),
        };
    }

    // Backwards from the newest: what is added meanwhile is newer than all that is read.
    private async IAsyncEnumerable<object> StreamAsync(ActivityState state, [EnumeratorCancellation] CancellationToken cancellationToken)
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
