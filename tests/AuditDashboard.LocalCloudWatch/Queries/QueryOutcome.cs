namespace AuditDashboard.LocalCloudWatch.Queries;

/// <summary>What a query found.</summary>
/// <param name="Rows">The rows: cells that have a value.</param>
/// <param name="RecordsMatched">Events that matched.</param>
/// <param name="RecordsScanned">Events that were scanned.</param>
/// <param name="BytesScanned">Bytes that were scanned, as declared.</param>
/// <param name="LogGroups">Log groups that were scanned.</param>
/// <param name="IsFailed">True if it passed a limit of the engine and has no rows.</param>
internal sealed record QueryOutcome(
    IReadOnlyList<IReadOnlyList<(string Field, string Value)>> Rows, double RecordsMatched, double RecordsScanned, double BytesScanned, int LogGroups, bool IsFailed);
