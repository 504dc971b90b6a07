using AuditDashboard.Explore.Running;
using AuditDashboard.Exports;
using AuditDashboard.SignIn;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Explore.Downloads;

/// <summary>The button that offers a result as a file. The offer ends with the result or the page.</summary>
public sealed partial class ResultMenu : IDisposable
{
    private static readonly (ExportFormat Format, string About)[] Formats =
    [
        (ExportFormat.Csv, "a line a row, for spreadsheets"),
        (ExportFormat.Json, "one document, exact values"),
        (ExportFormat.Ndjson, "a line a row, exact values"),
    ];

    private ResultOffer? _offer;

    /// <summary>The result.</summary>
    [Parameter, EditorRequired]
    public required ExploreResult Result { get; set; }

    /// <summary>The page's address over the window that was searched.</summary>
    [Parameter, EditorRequired]
    public required string PageUrl { get; set; }

    [Inject]
    private ResultOffers Offers { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    private IReadOnlyList<ExportChoice> Choices =>
        _offer is { } offer ? [.. Formats.Select(form => new ExportChoice(form.Format, form.About, ResultPaths.Of(offer.Key, form.Format)))] : [];

    /// <inheritdoc/>
    public void Dispose() => _offer?.Dispose();

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_offer is { } offer && !ReferenceEquals(offer.Result, Result))
        {
            // Links of an open box lead to what the page shows now.
            _offer = Offers.Add(Result, offer.Person, PageUrl);
            offer.Dispose();
        }
    }

    private async Task OfferAsync()
    {
        if (_offer is null && await People.FindAsync() is { } person)
        {
            _offer = Offers.Add(Result, person, PageUrl);
        }
    }
}
