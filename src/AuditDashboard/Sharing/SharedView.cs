namespace AuditDashboard.Sharing;

/// <summary>A view as it is offered to be shared.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Fixed">Its path over a fixed window.</param>
/// <param name="Moving">Its path over a range that ends whenever it is opened; null where it has none.</param>
/// <param name="Cluster">The cluster of what has no cluster in its path: a review, a snapshot. Null for all.</param>
public sealed record SharedView(string Title, string Fixed, string? Moving, string? Cluster = null);
