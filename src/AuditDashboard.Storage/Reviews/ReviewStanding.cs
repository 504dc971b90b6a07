namespace AuditDashboard.Storage.Reviews;

/// <summary>How far reviewers are with a change.</summary>
public enum ReviewState
{
    /// <summary>Nobody has decided, or not as many as must.</summary>
    Open,

    /// <summary>Reviewers have decided differently.</summary>
    Disputed,

    /// <summary>As many as must have decided the same, and nobody otherwise.</summary>
    Settled,
}

/// <summary>Where a change stands: what each person decided last.</summary>
/// <param name="State">How far it is.</param>
/// <param name="Decisions">The last decision of each person, oldest first.</param>
public sealed record ReviewStanding(ReviewState State, IReadOnlyList<ReviewMark> Decisions)
{
    /// <summary>What was decided; null unless it is settled.</summary>
    public ReviewDecision? Decision => State == ReviewState.Settled ? Decisions[0].Decision : null;

    /// <summary>Judges a change.</summary>
    /// <param name="marks">Its marks, oldest first.</param>
    /// <param name="reviewers">How many people must agree, 1 or more.</param>
    public static ReviewStanding Of(IEnumerable<ReviewMark> marks, int reviewers)
    {
        // Of each person the last decision counts: who changes their mind adds a mark.
        var last = marks.Where(mark => mark.Decision is not null).GroupBy(mark => mark.By.Key, StringComparer.Ordinal)
            .Select(ofOne => ofOne.MaxBy(mark => mark.Id)!).OrderBy(mark => mark.Id).ToList(); // no group is empty
        var state = last.Select(mark => mark.Decision).Distinct().Count() > 1 ? ReviewState.Disputed
            : last.Count >= Math.Max(1, reviewers) ? ReviewState.Settled
            : ReviewState.Open;
        return new ReviewStanding(state, last);
    }

    /// <summary>Judges all changes of a review, by their numbers.</summary>
    public static IReadOnlyDictionary<long, ReviewStanding> OfAll(ReviewContents contents)
    {
        var marks = contents.Marks.ToLookup(mark => mark.ItemId);
        return contents.Items.ToDictionary(item => item.Id, item => Of(marks[item.Id], contents.Review.Reviewers));
    }
}
