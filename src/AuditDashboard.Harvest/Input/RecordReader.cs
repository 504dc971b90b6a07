namespace AuditDashboard.Harvest.Input;

/// <summary>Reads audit records from files, folders, <c>.gz</c> and streams, whatever wraps them. Bounded memory; never throws on content.</summary>
public sealed class RecordReader
{
    /// <summary>Reads all records of the given paths in the order given (folders: their files by name), <c>-</c> being <paramref name="standardInput"/>.</summary>
    /// <remarks>Files named explicitly are read whatever their name; folders give <c>*.log *.json *.ndjson *.jsonl</c>, rotated <c>*.log.N</c> / <c>*-TIME.log</c>, and each with <c>.gz</c>.</remarks>
    /// <exception cref="InputException">A path cannot be read.</exception>
    public IAsyncEnumerable<InputRecord> ReadAsync(
        IReadOnlyList<string> paths, Stream? standardInput, CancellationToken cancellationToken) =>
        throw new NotSupportedException("contract only");
}
