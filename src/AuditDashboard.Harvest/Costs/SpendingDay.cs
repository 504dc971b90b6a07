namespace AuditDashboard.Harvest.Costs;

/// <summary>What the scans of a cluster cost on a UTC day, and what those that run may still cost. Everything but the lock is touched with the lock held.</summary>
internal sealed class SpendingDay
{
    private DateOnly _day;

    /// <summary>Guards it, and whoever decides by it.</summary>
    public Lock Lock { get; } = new();

    /// <summary>Spent on the day. Unit: 10⁻¹² US dollars.</summary>
    public long SpentPicos { get; set; }

    /// <summary>What scans that run may cost. Unit: 10⁻¹² US dollars.</summary>
    public long HeldPicos { get; set; }

    /// <summary>Takes over what the database knows.</summary>
    public void Refresh(DateOnly today, long spentPicos)
    {
        // What this process spent may not be committed yet, what others spent is not known here.
        SpentPicos = today == _day ? Math.Max(SpentPicos, spentPicos) : spentPicos;
        _day = today;
    }
}
