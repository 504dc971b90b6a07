using AuditDashboard.Storage;

namespace AuditDashboard.Explore.Running;

/// <summary>One run of a query.</summary>
/// <param name="Text">The query.</param>
/// <param name="Cluster">Name of the cluster; null for all.</param>
/// <param name="Window">The window: records outside it, and undated ones, are not searched.</param>
/// <param name="Source">What it is run over.</param>
public sealed record ExploreRequest(string Text, string? Cluster, TimeWindow Window, ExploreSource Source);
