namespace AuditDashboard.Harvest.Sources.Files;

/// <summary>A file that a configured path gives.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Written">Its last write, UTC: older files are read first.</param>
/// <param name="Length">Its length on disk when it was found. Unit: bytes.</param>
/// <param name="IsSibling">True if it is not configured itself but lies beside a configured file and may be that file, rotated.</param>
internal sealed record FoundFile(string Path, DateTime Written, long Length, bool IsSibling);

/// <summary>Something that is not read, in one sentence.</summary>
internal sealed record PathProblem(string Path, string Sentence);
