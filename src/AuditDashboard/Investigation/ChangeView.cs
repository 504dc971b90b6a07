using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Changes;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Undo;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Histories;

namespace AuditDashboard.Investigation;

/// <summary>What is known of one change without the rest of the cluster.</summary>
public sealed record ChangeView
{
    /// <summary>The event.</summary>
    public required StoredEvent Event { get; init; }

    /// <summary>Its envelope.</summary>
    public required AuditEvent Audit { get; init; }

    /// <summary>The write; null where the event is none, or only says that a request came in.</summary>
    public required ObjectWrite? Write { get; init; }

    /// <summary>The objects that it is about; empty where they cannot be told.</summary>
    public required IReadOnlyList<ChangedObject> Objects { get; init; }

    /// <summary>True if it is about more objects than <see cref="Objects"/> holds.</summary>
    public bool IsCut { get; init; }
}

/// <summary>What a change did to one object.</summary>
public sealed record ChangedObject
{
    /// <summary>The version that it made, within the object's history.</summary>
    public required StoredChange Change { get; init; }

    /// <summary>The difference; null where a state is not known.</summary>
    public required VersionDiff? Diff { get; init; }

    /// <summary>How to take it back.</summary>
    public required UndoText Undo { get; init; }

    /// <summary>Why the state before may not have been the last one; null where nothing speaks against it.</summary>
    public string? Doubt { get; init; }

    /// <summary>The version.</summary>
    public ObjectVersion Version => Change.Version;

    /// <summary>The event that left the state before; null where there is none.</summary>
    public EventRow? BeforeRow => Version.BeforeWriteId is { } id ? Change.Stored.Events.GetValueOrDefault(id)?.Row : null;

    /// <summary>Versions that took effect later.</summary>
    public int Later => Change.Stored.History.Versions.SkipWhile(v => v != Version).Skip(1).Count(v => v.Write.Effect == WriteEffect.Applied && !v.ChangesNothing);
}

/// <summary>What a change allows, by what was known at its time.</summary>
public sealed record ImpactView
{
    /// <summary>Permissions gained and lost with the risk; null where that cannot be told.</summary>
    public ChangeImpact? Impact { get; init; }

    /// <summary>Why <see cref="Impact"/> is null: one sentence.</summary>
    public string? CannotTell { get; init; }

    /// <summary>Why there may be more, in sentences; empty where all is known.</summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];

    /// <summary>True if the state before is not known: then everything that the object allows counts as gained, and whether it is new cannot be told.</summary>
    public bool IsBeforeUnknown { get; init; }

    /// <summary>True if the request took no effect: this is what it asked for.</summary>
    public bool IsRequestOnly { get; init; }

    /// <summary>Rows of aws-auth with what they open.</summary>
    public IReadOnlyList<AwsAuthRowGrants> Rows { get; init; } = [];

    /// <summary>Before this nothing is known of the cluster; null where nothing is stored.</summary>
    public DateTimeOffset? KnownSince { get; init; }

    /// <summary>"at least " where there may be more.</summary>
    public string AtLeast => Impact is { IsAtLeast: true } || Gaps.Count > 0 ? "at least " : "";
}
