namespace AuditDashboard.Storage.Files;

/// <summary>How far a file is read. A file is told by its content's beginning, so that a rotated file is known under its new name.</summary>
/// <param name="Fingerprint">Hex SHA-256 of the file's first bytes (as many as <paramref name="FingerprintLength"/>) after decompression.</param>
/// <param name="FingerprintLength">How many bytes the fingerprint covers.</param>
/// <param name="Path">Where it was last seen.</param>
/// <param name="Offset">Bytes read, after decompression; the next record starts here.</param>
/// <param name="Line">Lines read.</param>
/// <param name="IsComplete">True for files that cannot grow (.gz read to its end).</param>
public sealed record FilePosition(string Fingerprint, int FingerprintLength, string Path, long Offset, long Line, bool IsComplete);
