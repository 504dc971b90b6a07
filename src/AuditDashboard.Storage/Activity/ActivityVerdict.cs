namespace AuditDashboard.Storage.Activity;

/// <summary>Whether the tool's own audit is as it was written.</summary>
/// <param name="Sealed">Entries that are bound to the one before.</param>
/// <param name="Unsealed">Entries from before the first that is: nothing vouches for them.</param>
/// <param name="Since">When the first sealed entry was made; null if there is none.</param>
/// <param name="Broken">What does not hold, one sentence each, the first few.</param>
/// <param name="More">How many more do not hold.</param>
public sealed record ActivityVerdict(long Sealed, long Unsealed, DateTimeOffset? Since, IReadOnlyList<string> Broken, long More)
{
    /// <summary>True if nothing is broken.</summary>
    public bool IsIntact => Broken.Count == 0;
}
