namespace AuditDashboard.Storage.Backup;

/// <summary>How far a copy of the database is.</summary>
/// <param name="BytesCopied">Bytes copied so far.</param>
/// <param name="BytesTotal">Bytes of the whole database.</param>
public readonly record struct CopyProgress(long BytesCopied, long BytesTotal);
