namespace AuditDashboard.Reviews;

/// <summary>A review in the list, as the API gives it.</summary>
/// <param name="Code">What stands in its address.</param>
/// <param name="Title">What people call it.</param>
/// <param name="OpenedBy">Who opened it.</param>
/// <param name="OpenedAt">When.</param>
/// <param name="ClosedBy">Who closed it; null while it is open.</param>
/// <param name="ClosedAt">When; null while it is open.</param>
/// <param name="Reviewers">How many people must agree on a change.</param>
/// <param name="Counts">How many changes are where.</param>
internal sealed record ReviewListItem(
    string Code, string Title, ReviewPerson OpenedBy, DateTimeOffset OpenedAt, ReviewPerson? ClosedBy, DateTimeOffset? ClosedAt, int Reviewers, ReviewCounts Counts)
{
    /// <summary>Out of the list.</summary>
    public static ReviewListItem Of(ReviewRow row) => new(
        row.Review.Code, row.Review.Title, ReviewPerson.Of(row.Review.OpenedBy), row.Review.OpenedAt, row.Review.ClosedBy is { } closer ? ReviewPerson.Of(closer) : null,
        row.Review.ClosedAt, row.Review.Reviewers, row.Counts);
}
