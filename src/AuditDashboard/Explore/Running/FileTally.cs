namespace AuditDashboard.Explore.Running;

/// <summary>What a pass over files could not search.</summary>
public sealed class FileTally
{
    /// <summary>Lines that could not be read.</summary>
    public long Unreadable { get; set; }

    /// <summary>Records without any time: in no window.</summary>
    public long Undated { get; set; }
}
