using System.Text.Json;
using AuditDashboard.Api;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Histories;

namespace AuditDashboard.Investigation.Ledger;

/// <summary>Stored changes with what each did, as the API and the verb <c>changes</c> give them.</summary>
/// <param name="From">First instant of the window.</param>
/// <param name="To">First instant after it.</param>
/// <param name="Items">The changes, newest first.</param>
/// <param name="Next">Cursor of the next, older page; null at the end.</param>
/// <param name="Undated">Stored changes without any time, which are in no window.</param>
/// <param name="Unreadable">Stored records that cannot be read and may be such changes, of whatever time.</param>
/// <param name="Coverage">What of the window is collected.</param>
internal sealed record ChangesAnswer(
    DateTimeOffset From, DateTimeOffset To, IReadOnlyList<ChangesItem> Items, string? Next, long Undated, long Unreadable, IReadOnlyList<CoverageItem> Coverage);

/// <summary>A write, or an attempt at one.</summary>
internal sealed record ChangesItem
{
    /// <summary>Id of the event.</summary>
    public required string Id { get; init; }

    public required string Cluster { get; init; }

    /// <summary>Event time; null if undated.</summary>
    public required DateTimeOffset? Time { get; init; }

    public required string? Verb { get; init; }

    public required string? User { get; init; }

    public required string? ImpersonatedUser { get; init; }

    /// <summary>allowed, dry run, unclear, or why it took no effect; "came in" for a record that only says that a request came in.</summary>
    public required string Outcome { get; init; }

    /// <summary>What it did to each object; empty where that cannot be told.</summary>
    public required IReadOnlyList<ChangesObject> Objects { get; init; }

    /// <summary>True if it is about more objects than are listed.</summary>
    public required bool MoreObjects { get; init; }

    /// <summary>Makes the item.</summary>
    public static ChangesItem Of(StoredEvent stored, StoredWrite write) => new()
    {
        Id = stored.Row.Id,
        Cluster = stored.Row.Cluster,
        Time = stored.Row.Time,
        Verb = stored.Row.Verb,
        User = stored.Row.User,
        ImpersonatedUser = stored.Row.ImpersonatedUser,
        Outcome = write.Write is null ? "came in" : ChangeWords.Outcome(write.Write),
        Objects = [.. write.Changes.Select(change => ChangesObject.Of(change.Version))],
        MoreObjects = write.IsCut,
    };
}

/// <summary>What a change did to an object.</summary>
/// <param name="Kind">Role, ClusterRole, RoleBinding, ClusterRoleBinding or AwsAuth.</param>
/// <param name="Namespace">Its namespace; empty for none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Before">How sure the state before is: proven, lastKnown or unknown.</param>
/// <param name="Unknown">Why the state before is not known, a sentence; null where it is.</param>
/// <param name="Items">What it did; of a request without effect what it asked for.</param>
internal sealed record ChangesObject(string Kind, string Namespace, string Name, string Before, string? Unknown, IReadOnlyList<ChangesThing> Items)
{
    public static ChangesObject Of(ObjectVersion version) => new(
        version.Key.Kind.ToString(), version.Key.Namespace, version.Key.Name,
        version.Link switch { VersionLink.Proven => "proven", VersionLink.Adjacent => "lastKnown", _ => "unknown" },
        version.Link == VersionLink.None ? UnknownReasons.Words(version.Before.Unknown) : null,
        [.. ChangeWords.Items(version).Select(item => new ChangesThing(JsonNamingPolicy.CamelCase.ConvertName(item.Side.ToString()), item.Text))]);
}

/// <summary>One thing that a change did.</summary>
/// <param name="Side">added, removed, or none for a remark.</param>
/// <param name="Text">In words.</param>
internal sealed record ChangesThing(string Side, string Text);
