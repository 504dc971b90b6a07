using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Coverage;
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

    /// <summary>What is missing of CloudTrail in a window, and why; null where all of it is collected, or files hold records of it.</summary>
    /// <param name="trail">What vouches for calls.</param>
    /// <param name="window">The window.</param>
    /// <param name="what">What is missing where nothing was looked at.</param>
    public static string? Gap(TrailCoverage trail, TimeWindow window, string what) => trail.Group is { } group
        ? CoverageText.IsExpired(group) ? $"CloudTrail’s records of {UtcText.Window(window)} are no longer kept, so {what} of that time are not here."
            : group.Stretches.Any(s => s.State is CoverageState.NotCollected or CoverageState.Failed) || CoverageText.Expired(group) > TimeSpan.Zero
                ? $"Of CloudTrail’s log group {CoverageText.Of(group)}: {what} of the time that is missing are not here.{(ReasonOf(group) is { } reason ? " " + reason : "")}"
            : group.Stretches.All(s => s.State == CoverageState.OutOfScope) ? $"CloudTrail’s log group is not collected for {UtcText.Window(window)}, so {what} of that time are not here."
            : null
        : !trail.HasAny ? $"CloudTrail is not collected for this cluster, so {what} are not here. They are calls of the AWS API, which the audit log does not hold. Name CloudTrail’s log group in Clusters:N:CloudTrail:LogGroup, or import its files."
        : !trail.Touches(window) ? $"No file of CloudTrail that was read holds records of {UtcText.Window(window)}, so {what} of that time are not here."
        : null;

    /// <summary>What vouches for calls where nothing is missing.</summary>
    /// <param name="trail">What vouches for calls.</param>
    public static string Vouched(TrailCoverage trail) => trail.Group is not { } group ? "CloudTrail is from files: whether they hold all of it is not known."
        : CoverageText.WhollyCollected(group) is { } all ? $"CloudTrail is collected from its log group. {all}"
        : $"CloudTrail is collected from its log group: {CoverageText.Of(group)}.";

    /// <summary>Whether all of the window was looked at in the log group, so that "nothing is here" means that nothing happened.</summary>
    /// <param name="trail">What vouches for calls.</param>
    public static bool IsWhole(TrailCoverage trail) => CoverageText.WhollyCollected(trail.Group) is not null;

    /// <summary>What vouches for calls, as the API says it.</summary>
    /// <param name="trail">What vouches for calls.</param>
    /// <param name="window">The window.</param>
    public static string Code(TrailCoverage trail, TimeWindow window) => trail.Group switch
    {
        { } group when CoverageText.WhollyCollected(group) is not null => "collected",
        { } group when group.Stretches.Any(s => s.State is CoverageState.Collected or CoverageState.Settling) => "partly",
        { } group when CoverageText.IsExpired(group) => "expired",
        _ => trail.Touches(window) ? "files" : "notCollected",
    };

    private static string? ReasonOf(CoverageSummary group) => group.Stretches.LastOrDefault(s => s.State == CoverageState.Failed)?.Reason;
}
