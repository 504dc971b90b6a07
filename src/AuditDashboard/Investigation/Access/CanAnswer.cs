using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Storage;

namespace AuditDashboard.Investigation.Access;

/// <summary>Who could do something at a time, as the API and the verb <c>can</c> give it.</summary>
internal sealed record CanAnswer
{
    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The question as it was read: <c>get secrets in namespace web</c>.</summary>
    public required string Question { get; init; }

    /// <summary>How it was read where that may surprise, in sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The user asked about; null for everyone.</summary>
    public required string? User { get; init; }

    /// <summary>Groups of the user that follow from the name and from aws-auth.</summary>
    public required IReadOnlyList<string> UserGroups { get; init; }

    /// <summary>The time it is about.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>True if there may be more than <see cref="Ways"/>, for the reasons in <see cref="Gaps"/>.</summary>
    public required bool AtLeast { get; init; }

    /// <summary>Users and groups among the ways.</summary>
    public required int Principals { get; init; }

    /// <summary>Every way in which it is allowed.</summary>
    public required IReadOnlyList<CanWay> Ways { get; init; }

    /// <summary>Why there may be more, in sentences.</summary>
    public required IReadOnlyList<string> Gaps { get; init; }

    /// <summary>Before this nothing is known; null where nothing is stored at all.</summary>
    public required DateTimeOffset? KnownSince { get; init; }

    /// <summary>The newest listing up to the time, from which the state starts; null where there is none.</summary>
    public required CanListing? Listing { get; init; }

    /// <summary>How many stored writes the state is made of.</summary>
    public required long Writes { get; init; }

    /// <summary>When access last changed before the time; null for never, as far as is known.</summary>
    public required DateTimeOffset? ChangeBefore { get; init; }

    /// <summary>When access next changed; null for never.</summary>
    public required DateTimeOffset? ChangeAfter { get; init; }

    /// <summary>Makes the answer; null where the view has none.</summary>
    public static CanAnswer? Of(WhoCanView view, string user) => view is { Cluster: { } cluster, Asked: { } asked, Answer: { } answer }
        ? new CanAnswer
        {
            Cluster = cluster,
            Question = asked.Words,
            Notes = asked.Notes,
            User = user.Length == 0 ? null : user,
            UserGroups = view.UserGroups,
            At = TimeWindow.FromMicrosSinceEpoch(view.AtMicros),
            AtLeast = answer.IsAtLeast,
            Principals = view.Principals,
            Ways = [.. view.Paths.Select(CanWay.Of)],
            Gaps = answer.Gaps,
            KnownSince = Time(view.KnownSinceMicros),
            Listing = view.Listing is { } listing ? new CanListing(TimeWindow.FromMicrosSinceEpoch(listing.TimeMicros), listing.Source, listing.Objects) : null,
            Writes = view.Writes,
            ChangeBefore = Time(view.ChangeBeforeMicros),
            ChangeAfter = Time(view.ChangeAfterMicros),
        }
        : null;

    private static DateTimeOffset? Time(long? micros) => micros is { } known ? TimeWindow.FromMicrosSinceEpoch(known) : null;
}

/// <summary>A listing of the cluster that was imported.</summary>
/// <param name="Time">When it was made.</param>
/// <param name="Source">Name of the file that it came from.</param>
/// <param name="Objects">How many objects it holds that are followed.</param>
internal sealed record CanListing(DateTimeOffset Time, string Source, int Objects);

/// <summary>One way in which something is allowed.</summary>
/// <param name="PrincipalKind">user or group; a service account is a user.</param>
/// <param name="Principal">Name of the user or group.</param>
/// <param name="Binding">The binding, such as <c>RoleBinding web/b</c>; null for system:masters, which needs none.</param>
/// <param name="Role">The role, such as <c>ClusterRole view</c>; null for system:masters.</param>
/// <param name="Rule">The rule that allows it; null for system:masters.</param>
/// <param name="Iam">ARNs that aws-auth maps to this user or group.</param>
internal sealed record CanWay(string PrincipalKind, string Principal, string? Binding, string? Role, string? Rule, IReadOnlyList<string> Iam)
{
    public static CanWay Of(AccessPath path) => new(
        path.Principal.IsGroup ? "group" : "user", path.Principal.Name, path.Binding?.Key.ToString(), path.Binding?.Role.ToString(),
        path.Rule is { } rule ? RuleWords.Of(rule) : null, [.. path.AwsRows.Select(row => row.Arn)]);
}
