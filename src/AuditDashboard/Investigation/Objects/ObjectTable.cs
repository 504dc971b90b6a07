using AuditDashboard.Api;
using AuditDashboard.Exports;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.Investigation.Objects;

/// <summary>The versions of an object as a file.</summary>
internal sealed class ObjectTable(ObjectPageModel model, ApiCoverage coverage, QueryCatalog catalog)
    : TableSource<Scoped<ObjectPageState>>(
        "object",
        "The versions of one object with what each changed, as a file, newest first: the address of the object's page behind /api/v1/exports, with a format.",
        [
            .. ExportForm.Scope.Select(parameter => parameter.Name == "range" ? parameter with { Description = "Length of a window that ends now. Default: all that is known." } : parameter),
            new("kind", "Kind of the object: Role, ClusterRole, RoleBinding, ClusterRoleBinding, ServiceAccount or AwsAuth."),
            new("ns", "Its namespace."),
            new("name", "Its name."),
            .. ApiParameter.Unused("sel", "tab", "diff", "books"),
        ])
{
    private const int MaxVersions = 10_000;

    /// <inheritdoc/>
    protected override Scoped<ObjectPageState> Ask(TableRequest request)
    {
        var (scope, window) = request.ReadScope();
        ObjectPageState.TryFrom(request.Query, request.Problems, out var state);
        return new(scope, window, state);
    }

    /// <inheritdoc/>
    protected override async Task<Table?> LoadAsync(TableRequest request, Scoped<ObjectPageState> asked, CancellationToken cancellationToken)
    {
        var (scope, window, state) = asked;
        if (state.Key is not { } key)
        {
            return null;
        }

        var data = await model.LoadAsync(scope.Cluster, state, window, MaxVersions, cancellationToken);
        if (data.Cluster is not { } cluster || data.HasOlder)
        {
            request.Problems.Add(data.Problem ?? $"The object has more than {MaxVersions} versions in this time. Choose a shorter window.");
            return null;
        }

        var queries = catalog.Queries.Where(query => query.Id == ChangeModel.QueryOf(key.Kind)).ToList();
        var own = scope with { Cluster = cluster };
        return new Table
        {
            Page = InvestigationUrls.Object(own.Over(data.Window), key, []),
            Cluster = cluster,
            Window = data.Window,
            Contents = $"versions of {key}",
            Queries = queries,
            Coverage = await coverage.SummarizeAsync(request.InScope(cluster), data.Window, queries, cancellationToken),
            Notes = data.Undated > 0 ? [$"Writes without a time cannot be placed: {data.Undated}."] : [],
            Rows = TableRows.Of(data.Versions, ObjectVersionItem.Of),
        };
    }
}

/// <summary>A version of an object in an export.</summary>
/// <param name="Time">When; null where its event has no time.</param>
/// <param name="Verb">The verb of the write.</param>
/// <param name="User">Who wrote it; null where it is what a listing showed.</param>
/// <param name="ImpersonatedUser">As whom.</param>
/// <param name="Code">The response code.</param>
/// <param name="DryRun">Whether it was a dry run.</param>
/// <param name="BeforeKnown">Whether the state before is known, so that what it changed is.</param>
/// <param name="Changes">What it changed, such as <c>+ get secrets (core)</c>.</param>
/// <param name="Event">Id of the event; null where it is what a listing showed.</param>
internal sealed record ObjectVersionItem(
    DateTimeOffset? Time, string? Verb, string? User, string? ImpersonatedUser, int? Code, bool DryRun, bool BeforeKnown, IReadOnlyList<string> Changes, string? Event)
{
    /// <summary>Out of the page's list.</summary>
    public static ObjectVersionItem Of(ObjectVersionRow row) => new(
        row.Version.Write.TimeMicros is { } micros ? TimeWindow.FromMicrosSinceEpoch(micros) : null, row.Version.Write.Verb, row.Event?.Row.User, row.Event?.Row.ImpersonatedUser,
        row.Event?.Row.Code, row.Version.Write.IsDryRun, row.Version.Before.IsKnown, [.. row.Items.Select(item => item.ToString())], row.Event?.Row.Id);
}
