using AuditDashboard.Storage.Reviews;

namespace AuditDashboard.Reviews;

/// <summary>Decisions and states of reviews, in words and as documents name them.</summary>
internal static class ReviewWords
{
    /// <summary>All decisions, in the order of the form.</summary>
    public static IReadOnlyList<ReviewDecision> Decisions { get; } = [.. Enum.GetValues<ReviewDecision>().Order()];

    /// <summary>A decision in words.</summary>
    public static string Of(ReviewDecision decision) => decision switch
    {
        ReviewDecision.Expected => "expected",
        ReviewDecision.ExpectedWithTicket => "expected, with a ticket",
        ReviewDecision.ToBeUndone => "to be undone",
        ReviewDecision.Unauthorised => "unauthorised",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "There is no such decision."),
    };

    /// <summary>A decision in documents and addresses.</summary>
    public static string KeyOf(ReviewDecision decision) => decision switch
    {
        ReviewDecision.Expected => "expected",
        ReviewDecision.ExpectedWithTicket => "expectedWithTicket",
        ReviewDecision.ToBeUndone => "toBeUndone",
        ReviewDecision.Unauthorised => "unauthorised",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "There is no such decision."),
    };

    /// <summary>A state in documents and addresses.</summary>
    public static string KeyOf(ReviewState state) => state switch
    {
        ReviewState.Open => "open",
        ReviewState.Disputed => "disputed",
        ReviewState.Settled => "settled",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state."),
    };

    /// <summary>A key of a decision in words; null for one that is none.</summary>
    public static string? OfKey(string? key) => FindDecision(key) is { } decision ? Of(decision) : null;

    /// <summary>The decision of a key; null for none.</summary>
    public static ReviewDecision? FindDecision(string? key)
    {
        foreach (var decision in Decisions)
        {
            if (KeyOf(decision) == key)
            {
                return decision;
            }
        }

        return null;
    }

    /// <summary>A colour for a decision, or for an open change where there is none: a class of the page's style.</summary>
    public static string Css(string? decisionKey) => FindDecision(decisionKey) switch
    {
        ReviewDecision.Expected or ReviewDecision.ExpectedWithTicket => "ok",
        ReviewDecision.ToBeUndone => "warn",
        ReviewDecision.Unauthorised => "denied",
        _ => "t2",
    };

    /// <summary>A sign for a decision, beside its word.</summary>
    public static string Sign(string? decisionKey) => FindDecision(decisionKey) switch
    {
        ReviewDecision.Expected or ReviewDecision.ExpectedWithTicket => "✓",
        ReviewDecision.ToBeUndone => "↩",
        ReviewDecision.Unauthorised => "✕",
        _ => "",
    };

    /// <summary>A person, with what their name rests on.</summary>
    public static string Of(ReviewPerson person) => person.Verified ? person.Name : person.Name + " (unverified name)";

    /// <summary>The same of the database.</summary>
    public static string Of(Reviewer reviewer) => Of(ReviewPerson.Of(reviewer));
}
