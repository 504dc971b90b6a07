namespace AuditDashboard.Harvest.Import;

/// <summary>How far an import is.</summary>
/// <param name="File">The file that is read; empty while waiting.</param>
/// <param name="RecordsRead">Records read so far.</param>
/// <param name="BytesRead">Bytes of records read so far.</param>
/// <param name="EventsInserted">Events that were new so far.</param>
/// <param name="Note">One sentence, such as that another process is waited for; null while reading.</param>
public sealed record ImportProgress(string File, long RecordsRead, long BytesRead, long EventsInserted, string? Note = null);
