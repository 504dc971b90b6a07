using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Harvest.Planning;

/// <summary>What is collected for one query, under its current selection only.</summary>
/// <param name="QueryId">The canned query.</param>
/// <param name="Collected">Everything that is collected.</param>
/// <param name="Settled">The part of it into which the source delivers no more.</param>
internal sealed record QueryCoverage(string QueryId, IntervalSet Collected, IntervalSet Settled);
