using AuditDashboard.Api;

namespace AuditDashboard.Exports.Tables;

/// <summary>A page's list whose rows are not events of the list pages: what it takes to give all of it as a file.</summary>
internal interface ITableSource
{
    /// <summary>Its name behind <c>/api/v1/exports</c>: the path of its page.</summary>
    string Key { get; }

    /// <summary>The policy of whoever may have it; null for whoever may look at the dashboard.</summary>
    string? Policy { get; }

    /// <summary>What the rows are, as a sentence.</summary>
    string Summary { get; }

    /// <summary>What the query may hold beside format and header: what the page's address holds.</summary>
    IReadOnlyList<ApiParameter> Parameters { get; }

    /// <summary>Reads what is asked for. Places and selections are taken and not used: an export holds the whole list.</summary>
    /// <returns>Null where <see cref="TableRequest.Problems"/> says why there is nothing to export.</returns>
    Task<Table?> ReadAsync(TableRequest request, CancellationToken cancellationToken);
}
