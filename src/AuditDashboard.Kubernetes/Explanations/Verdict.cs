namespace AuditDashboard.Kubernetes.Explanations;

/// <summary>Whether a change is explained.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>Tickets whose windows hold the change.</summary>
    public IReadOnlyList<string> Tickets { get; init; } = [];

    /// <summary>A rule explains it.</summary>
    /// <param name="Rule">The rule's name.</param>
    /// <param name="Because">What it rests on, in words (may quote the log).</param>
    public sealed record Explained(string Rule, string Because) : Verdict;

    /// <summary>Nothing explains it: it is for people.</summary>
    /// <param name="Doubt">Why a rule that names this user does not explain it, such as a token that was made for no pod; null where no rule names the user.</param>
    public sealed record Unexplained(string? Doubt) : Verdict;
}
