using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Histories;

namespace AuditDashboard.Investigation.Access;

/// <summary>The answer of the Who-can page, or why there is none.</summary>
public sealed record WhoCanView
{
    /// <summary>The cluster it is about; null where one must be chosen.</summary>
    public string? Cluster { get; init; }

    /// <summary>The question as it was read; null where it could not be.</summary>
    public AskedQuestion? Asked { get; init; }

    /// <summary>Why there is no answer: one sentence; null where there is one.</summary>
    public string? Problem { get; init; }

    /// <summary>The answer for everyone; null where there is none.</summary>
    public WhoCanAnswer? Answer { get; init; }

    /// <summary>The ways in which it is allowed: those of the user where one is asked about.</summary>
    public IReadOnlyList<AccessPath> Paths { get; init; } = [];

    /// <summary>Groups that the user asked about has by its name or by aws-auth; empty where everyone is asked about.</summary>
    public IReadOnlyList<string> UserGroups { get; init; } = [];

    /// <summary>Coverage of the window by the canned queries that collect what access depends on; null where it is not known.</summary>
    public CoverageSummary? Coverage { get; init; }

    /// <summary>The time it is about, in microseconds since 1970.</summary>
    public long AtMicros { get; init; }

    /// <summary>Before this nothing is known of the cluster, in microseconds since 1970; null where nothing is stored at all.</summary>
    public long? KnownSinceMicros { get; init; }

    /// <summary>How many stored writes the state is made of.</summary>
    public long Writes { get; init; }

    /// <summary>The newest listing up to the time, from which the state starts; null where there is none.</summary>
    public StoredListing? Listing { get; init; }

    /// <summary>When access last changed before the time asked for, as far as is known, in microseconds since 1970; null for never.</summary>
    public long? ChangeBeforeMicros { get; init; }

    /// <summary>When access next changed; null for never.</summary>
    public long? ChangeAfterMicros { get; init; }

    /// <summary>Namespaces in which bindings are known.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Whether the time asked for lies before all that is known.</summary>
    public bool IsBeforeAll => KnownSinceMicros is not { } since || AtMicros < since;

    /// <summary>Users and groups, each once.</summary>
    public int Principals => Paths.Select(path => path.Principal).Distinct().Count();
}
