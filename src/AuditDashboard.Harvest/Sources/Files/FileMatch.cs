using AuditDashboard.Storage.Files;

namespace AuditDashboard.Harvest.Sources.Files;

/// <summary>A file, and the known position that is its own.</summary>
internal sealed class FileMatch(FoundFile file, int beginningLength, string beginning, IReadOnlyList<FilePosition> candidates)
{
    public FoundFile File { get; } = file;

    /// <summary>Bytes of the beginning that were seen.</summary>
    public int BeginningLength { get; } = beginningLength;

    /// <summary>Fingerprint of those bytes.</summary>
    public string Beginning { get; } = beginning;

    /// <summary>Positions whose fingerprint the file has.</summary>
    public IReadOnlyList<FilePosition> Candidates { get; } = candidates;

    /// <summary>Where reading goes on; null to read from the beginning.</summary>
    public FilePosition? Known { get; set; }

    /// <summary>True if the file is no longer written: a file of its name was written later.</summary>
    public bool IsRotated { get; set; }
}
