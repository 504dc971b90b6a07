using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;

namespace AuditDashboard.Harvest.Planning;

/// <summary>One scan to do.</summary>
/// <param name="Window">The window, in whole seconds.</param>
/// <param name="Queries">The queries that owe it, in the order they were given.</param>
/// <param name="IsSettled">True if the source delivers nothing more into it, so that this reading is the last one needed.</param>
internal sealed record PlannedWindow(TimeWindow Window, IReadOnlyList<PlannedQuery> Queries, bool IsSettled);

/// <summary>A query of a planned scan.</summary>
/// <param name="QueryId">The canned query.</param>
/// <param name="How">How its coverage will be marked.</param>
internal readonly record struct PlannedQuery(string QueryId, CoverageHow How);
