namespace AuditDashboard.Harvest.Sources;

/// <summary>One thing that a check of a source found out.</summary>
/// <param name="IsMissing">True if it is missing or wrong, so that somebody has to do something.</param>
/// <param name="Sentence">A sentence for people.</param>
public sealed record SourceFinding(bool IsMissing, string Sentence)
{
    /// <summary>True if it works, and another way would be safer.</summary>
    public bool IsAdvice { get; init; }
}
