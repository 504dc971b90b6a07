namespace AuditDashboard.Kubernetes.Explanations;

/// <summary>
/// A planned change with its ticket. Time alone explains nothing, since whoever acts chooses when: a window attaches its ticket to the changes in it, and
/// explains only those of the users or IAM principals that it names.
/// </summary>
public sealed record ChangeWindow
{
    /// <summary>The ticket's id, as people write it.</summary>
    public required string Ticket { get; init; }

    /// <summary>From here, microseconds since 1970.</summary>
    public required long FromMicros { get; init; }

    /// <summary>Up to, but not with, here.</summary>
    public required long ToMicros { get; init; }

    /// <summary>Clusters; empty for all.</summary>
    public IReadOnlyList<string> Clusters { get; init; } = [];

    /// <summary>Whose changes it explains, and which; null where it only attaches its ticket.</summary>
    public ExplanationRule? Explains { get; init; }

    /// <summary>True if the instant and cluster are in it. Changes without a time are in none.</summary>
    public bool Holds(string cluster, long? timeMicros) =>
        timeMicros >= FromMicros && timeMicros < ToMicros && TextPattern.FitsAny(Clusters, cluster);
}
