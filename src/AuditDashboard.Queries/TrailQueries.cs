using AuditDashboard.LogsInsights;

namespace AuditDashboard.Queries;

/// <summary>The canned queries of a log group of CloudTrail: a second kind of log with a catalog of its own, whose ids no other query may have.</summary>
/// <remarks>
/// A log group of CloudTrail holds the calls of a whole account, so which of them are about a cluster is told afterwards, record by record:
/// a condition on its name would miss those that name no cluster, and scanning costs the same with it.
/// </remarks>
public static class TrailQueries
{
    /// <summary>Who may get in, in which way, and whether it is logged.</summary>
    public static CannedQuery Access { get; } = Make(
        "cloudtrail-access", "Access entries", 1,
        "Calls to EKS that say who may get into a cluster and what they may do: access entries and their policies, and changes of the authentication mode or the logging.",
        """
        eventSource = "eks.amazonaws.com" and eventName in ["CreateAccessEntry", "UpdateAccessEntry", "DeleteAccessEntry", "AssociateAccessPolicy", "DisassociateAccessPolicy", "UpdateClusterConfig"]
        """);

    /// <summary>Roles that workloads took, or tried to take.</summary>
    public static CannedQuery Workloads { get; } = Make(
        "cloudtrail-workloads", "Roles of workloads", 2,
        "Calls by which service accounts take IAM roles: with a token of theirs (IRSA), and through EKS Pod Identity. Those that were denied are among them.",
        """
        (eventSource = "sts.amazonaws.com" and eventName = "AssumeRoleWithWebIdentity") or (eventSource = "eks-auth.amazonaws.com" and eventName = "AssumeRoleForPodIdentity") or (eventSource = "sts.amazonaws.com" and eventName = "AssumeRole" and userIdentity.invokedBy = "pods.eks.amazonaws.com")
        """);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CannedQuery> All { get; } = [Access, Workloads];

    private static CannedQuery Make(string id, string title, int rank, string purpose, string selection) => new(() => Compile(id, selection))
    {
        Id = id,
        Title = title,
        Purpose = purpose,
        SelectionText = selection,
        Text = $"fields @timestamp, eventName, userIdentity.arn, errorCode, @message\n| filter {selection}\n| sort @timestamp desc\n| limit 100",
        StackRank = rank,
        IsOfTrail = true,
    };

    private static Selection Compile(string id, string text) => Selection.TryCompile(text, out var selection, out var error)
        ? selection
        : throw new InvalidOperationException($"The query '{id}' is wrong: {error}");
}
