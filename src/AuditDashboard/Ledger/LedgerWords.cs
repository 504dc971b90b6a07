using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Trail;

namespace AuditDashboard.Ledger;

/// <summary>Words of the ledger. None of them quotes a log.</summary>
internal static class LedgerWords
{
    /// <summary>A way, such as "Access entry".</summary>
    public static string Of(AccessWay way) => way switch
    {
        AccessWay.RoleBinding => "Role binding",
        AccessWay.ClusterRoleBinding => "Cluster role binding",
        AccessWay.AwsAuth => "aws-auth",
        AccessWay.AccessEntry => "Access entry",
        _ => "Cluster",
    };

    /// <summary>What happened, such as "granted".</summary>
    public static string Of(LedgerEffect effect) => effect switch
    {
        LedgerEffect.Granted => "granted",
        LedgerEffect.Removed => "removed",
        LedgerEffect.Changed => "changed",
        LedgerEffect.InPlace => "in place",
        _ => "failed",
    };

    /// <summary>The class of its tag.</summary>
    public static string Css(LedgerEffect effect) => effect switch
    {
        LedgerEffect.Granted => "tag g",
        LedgerEffect.Removed => "tag r",
        LedgerEffect.Changed => "tag a",
        LedgerEffect.InPlace => "tag o",
        _ => "tag d",
    };

    /// <summary>What sort of principal, such as "IAM principal".</summary>
    public static string Of(LedgerPrincipalKind kind) => kind switch
    {
        LedgerPrincipalKind.Iam => "IAM principal",
        LedgerPrincipalKind.Account => "AWS account",
        LedgerPrincipalKind.User => "Kubernetes user",
        LedgerPrincipalKind.Group => "Kubernetes group",
        LedgerPrincipalKind.ServiceAccount => "Service account",
        _ => "The whole cluster",
    };

    /// <summary>What of CloudTrail was looked at, and whether that is all.</summary>
    /// <param name="trail">What vouches for calls.</param>
    /// <param name="window">The window.</param>
    /// <param name="what">What is missing where nothing was looked at.</param>
    public static string? Gap(TrailCoverage trail, TimeWindow window, string what) =>
        !trail.HasAny ? $"CloudTrail is not collected for this cluster, so {what} are not here. They are calls of the AWS API, which the audit log does not hold. Import CloudTrail’s files, or put them among the cluster’s paths."
        : !trail.Touches(window) ? $"No file of CloudTrail that was read holds records of {UtcText.Window(window)}, so {what} of that time are not here."
        : null;
}
