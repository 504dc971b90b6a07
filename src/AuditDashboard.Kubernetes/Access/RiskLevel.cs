namespace AuditDashboard.Kubernetes.Access;

/// <summary>How much a look at a change is called for.</summary>
public enum RiskLevel
{
    /// <summary>Nothing is allowed that was not.</summary>
    None,

    /// <summary>More is allowed, and nothing of it leads further.</summary>
    Low,

    /// <summary>Something leads further within a namespace, or a lock-out is possible.</summary>
    Medium,

    /// <summary>Something leads further in the whole cluster.</summary>
    High,

    /// <summary>Someone may do everything, or get there in one step.</summary>
    Critical,
}

/// <summary>A level with its reasons; there is none without, except <see cref="RiskLevel.None"/>.</summary>
/// <param name="Level">The level.</param>
/// <param name="Reasons">Sentences, gravest first; may hold names from events, which are hostile until shown safely.</param>
public sealed record Risk(RiskLevel Level, IReadOnlyList<string> Reasons);
