using System.ComponentModel.DataAnnotations;
using AuditDashboard.Storage.Turns;

namespace AuditDashboard.Storage;

/// <summary>Settings under <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The SQLite file; relative paths are under the content root. Default <c>data/audit.db</c>. Its folder is made at start.</summary>
    [Required]
    public string Path { get; set; } = "data/audit.db";

    /// <summary>How long a connection waits for another's write. Default 30 s.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often open pages look for data that another process wrote. Default 1 s.</summary>
    public TimeSpan ChangePollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Most reads of the database at once of one person, over all of their open pages and scripts; others of theirs wait in order. 1 to 100, default 4.</summary>
    [Range(1, 100)]
    public int ReadsPerPerson { get; set; } = ReadTurns.DefaultMost;
}
