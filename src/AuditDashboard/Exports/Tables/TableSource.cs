using AuditDashboard.Api;

namespace AuditDashboard.Exports.Tables;

/// <summary>A list whose address is read first; where that finds nothing wrong, the list is loaded.</summary>
/// <typeparam name="TAsked">What an address asks for.</typeparam>
/// <param name="key">Its name behind <c>/api/v1/exports</c>: the path of its page.</param>
/// <param name="summary">What the rows are, as a sentence.</param>
/// <param name="parameters">What the query may hold beside format and header.</param>
/// <param name="policy">The policy of whoever may have it; null for whoever may look at the dashboard.</param>
internal abstract class TableSource<TAsked>(string key, string summary, IReadOnlyList<ApiParameter> parameters, string? policy = null) : ITableSource
{
    /// <inheritdoc/>
    public string Key => key;

    /// <inheritdoc/>
    public string Summary => summary;

    /// <inheritdoc/>
    public IReadOnlyList<ApiParameter> Parameters => parameters;

    /// <inheritdoc/>
    public string? Policy => policy;

    /// <inheritdoc/>
    public async Task<Table?> ReadAsync(TableRequest request, CancellationToken cancellationToken)
    {
        var asked = Ask(request);
        return request.Problems.Count > 0 ? null : await LoadAsync(request, asked, cancellationToken);
    }

    /// <summary>Reads the address, and what is wrong with it into <see cref="TableRequest.Problems"/>.</summary>
    protected abstract TAsked Ask(TableRequest request);

    /// <summary>Loads the list.</summary>
    /// <returns>Null where <see cref="TableRequest.Problems"/> says why there is nothing to export.</returns>
    protected abstract Task<Table?> LoadAsync(TableRequest request, TAsked asked, CancellationToken cancellationToken);
}
