using AuditDashboard.Api;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;

namespace AuditDashboard.Investigation.Access;

/// <summary>Every way in which something was allowed, as a file.</summary>
internal sealed class WhoCanTable(WhoCanModel model, ApiCoverage coverage)
    : TableSource<Scoped<WhoCanState>>(
        "who-can",
        "Who could do something at a time, with every way, as a file: the address of the page Who can behind /api/v1/exports, with a format.",
        [
            .. ExportForm.Scope,
            new("verb", "The verb asked about. Default: get."),
            new("resource", "The resource asked about, or a URL. Default: secrets."),
            new("ns", "The namespace asked about. Default: all at once."),
            new("name", "The object asked about. Default: none in particular."),
            new("user", "Answer for this user alone. Default: everyone."),
            new("at", "The time asked about: RFC 3339. Default: the end of the window."),
        ])
{
    /// <inheritdoc/>
    protected override Scoped<WhoCanState> Ask(TableRequest request)
    {
        var (scope, window) = request.ReadScope();
        WhoCanState.TryFrom(request.Query, request.Problems, out var state);
        return new(scope, window, state);
    }

    /// <inheritdoc/>
    protected override async Task<Table?> LoadAsync(TableRequest request, Scoped<WhoCanState> asked, CancellationToken cancellationToken)
    {
        var (scope, window, state) = asked;
        var view = await model.AskAsync(scope.Cluster, state, window, cancellationToken);
        if (CanAnswer.Of(view, state.User) is not { } answer)
        {
            request.Problems.Add(view.Problem ?? "The question cannot be answered.");
            return null;
        }

        return new Table
        {
            Page = InvestigationUrls.WhoCan((scope with { Cluster = answer.Cluster }).Over(window), state.ToPairs()),
            Cluster = answer.Cluster,
            Window = window,
            Contents = $"who could {answer.Question} at {ExportColumns.Instant(answer.At)}{(answer.User is { } user ? ", as " + user : "")}, with every way",
            Coverage = await coverage.SummarizeAsync(request.InScope(answer.Cluster), window, [], cancellationToken),
            Notes =
            [
                .. answer.Notes,
                answer.KnownSince is { } since ? $"Before {ExportColumns.Instant(since)} nothing is known." : "No write to a role, a binding or aws-auth is stored, and no listing was imported.",
                .. answer.Gaps.Select(gap => "There may be more: " + gap),
            ],
            Rows = TableRows.Of(answer.Ways),
        };
    }
}
