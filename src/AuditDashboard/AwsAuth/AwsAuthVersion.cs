using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.AwsAuth;

/// <summary>One write to aws-auth, done or tried, with the text before and after as far as it is known.</summary>
public sealed record AwsAuthVersion
{
    /// <summary>The event.</summary>
    public required StoredEvent Event { get; init; }

    /// <summary>Its envelope.</summary>
    public required AuditEvent Audit { get; init; }

    /// <summary>What its body tells.</summary>
    public required AwsAuthBody Body { get; init; }

    /// <summary>True if it changed the ConfigMap: answered below 400 and no dry run.</summary>
    public required bool IsEffective { get; init; }

    /// <summary>The text before; null where it is not known.</summary>
    public AwsAuthText? Before { get; init; }

    /// <summary>The change that left the text <see cref="Before"/>; null where it is not known.</summary>
    public EventRow? BeforeFrom { get; init; }

    /// <summary>Why <see cref="Before"/> may not have been the last text before this change; null where nothing speaks against it.</summary>
    public string? BeforeDoubt { get; init; }

    /// <summary>Why <see cref="Before"/> is not known; null where it is.</summary>
    public string? WhyBeforeUnknown { get; init; }

    /// <summary>The text after, or what was tried; null where it is not known.</summary>
    public AwsAuthText? After { get; init; }

    /// <summary>What the change does to the rows; null where <see cref="After"/> is not known.</summary>
    public AwsAuthDiff? Diff { get; init; }

    /// <summary>True if the request asked for nothing to be kept (<c>dryRun=All</c>).</summary>
    public bool IsDryRun => IsDryRunUri(Event.Row.RequestUri);

    /// <summary>Rows added, removed and changed.</summary>
    public (int Added, int Removed, int Changed) Counts => Diff is null || Before is null
        ? (0, 0, 0)
        : (Count(AwsAuthChangeKind.Added), Count(AwsAuthChangeKind.Removed), Count(AwsAuthChangeKind.Changed));

    /// <summary>True if the URI asks for a dry run.</summary>
    public static bool IsDryRunUri(string? uri) =>
        uri is not null && uri.IndexOf('?', StringComparison.Ordinal) is var start and >= 0
        && uri[(start + 1)..].Split('&').Any(p => p.StartsWith("dryRun=", StringComparison.Ordinal) && p.Length > "dryRun=".Length);

    private int Count(AwsAuthChangeKind kind) => Diff!.Rows.Count(r => r.Kind == kind); // asked where it is known
}
