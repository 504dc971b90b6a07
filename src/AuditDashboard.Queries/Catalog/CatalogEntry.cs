namespace AuditDashboard.Queries.Catalog;

/// <summary>An entry of the catalog file; the members are those of <see cref="CannedQuery"/>.</summary>
internal sealed record CatalogEntry
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Purpose { get; init; }

    public required string Selection { get; init; }

    public required string Text { get; init; }

    public required string? GuideText { get; init; }

    public required string? DifferenceFromGuide { get; init; }

    public required int StackRank { get; init; }
}
