using AuditDashboard.Api;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;

namespace AuditDashboard.Investigation.Access;

/// <summary>Every way in which something was allowed, as a file.</summary>
internal sealed class WhoCanTable(WhoCanModel model, ApiCoverage coverage) : ITableSource
{
    /// <inheritdoc/>
    public string Key => "who-can";

    /// <inheritdoc/>
    public string? Policy => null;

    /// <inheritdoc/>
    public string Summary => "Who could do something at a time, with every way, as a file: the address of the page Who can behind /api/v1/exports, with a format.";

    /// <inheritdoc/>
    public IReadOnlyList<ApiParameter> Parameters { get; } =
    [
        .. ExportForm.Scope,
        new("verb", "The verb asked about. Default: get."),
        new("resource", "The resource asked about, or a URL. Default: secrets."),
        new("ns", "The namespace asked about. Default: all at once."),
        new("name", "The object asked about. Default: none in particular."),
        new("user", "Answer for this user alone. Default: everyone."),
        new("at", "The time asked about: RFC 3339. Default: the end of the window."),
    ];

    /// <inheritdoc/>
    public async Task<Table?> ReadAsync(TableRequest request, CancellationToken cancellationToken)
    {
        var (scope, window) = request.ReadScope();
        WhoCanState.TryFrom(request.Query, request.Problems, out var state);
        if (request.Problems.Count > 0)
        {
            return null;
        }

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
            Count = answer.Ways.Count,
            Type = ExportJson.TypeOf(typeof(CanWay)),
            Rows = Table.Held(answer.Ways),
        };
    }
}
