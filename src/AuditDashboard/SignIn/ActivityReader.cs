using AuditDashboard.Storage.Activity;

namespace AuditDashboard.SignIn;

/// <summary>A page of the tool's own audit, newest first.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">What the next, older page stands before; null at the end.</param>
public sealed record ActivityEntries(IReadOnlyList<ActivityEntry> Items, long? Next);

/// <summary>Reads pages of the tool's own audit, for the page and the API. Singleton: holds nothing between loads.</summary>
public sealed class ActivityReader(ActivityStore store)
{
    /// <summary>Entries a page.</summary>
    public const int PageSize = 100;

    /// <summary>Follows the chain through all entries: whether they are as they were written.</summary>
    public Task<ActivityVerdict> VerifyAsync(CancellationToken cancellationToken) => store.VerifyAsync(cancellationToken);

    /// <summary>Reads one.</summary>
    /// <param name="kind">This kind alone; null for all.</param>
    /// <param name="before">What is older than the entry of this number; null from the newest on.</param>
    /// <param name="limit">Most entries, 1 or more.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ActivityEntries> ReadAsync(ActivityKind? kind, long? before, int limit, CancellationToken cancellationToken)
    {
        // One more tells whether there is a page after this one.
        var found = await store.GetAsync(before, kind, limit + 1, cancellationToken);
        return found.Count <= limit ? new ActivityEntries(found, null) : new ActivityEntries([.. found.Take(limit)], found[limit - 1].Id);
    }
}
