namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>Which records of a trail, which holds those of a whole account, are about one cluster.</summary>
/// <param name="ClusterName">The cluster's name in EKS.</param>
/// <param name="Region">Its region; null to take calls of any, which is right where no other region has a cluster of this name.</param>
/// <param name="Account">Its account; null to take those of any.</param>
/// <param name="Issuer">Its OIDC issuer, without <c>https://</c>; null to take service accounts of every EKS issuer, since their calls do not name a cluster.</param>
public sealed record TrailScope(string ClusterName, string? Region, string? Account, string? Issuer)
{
    /// <summary>Whether a call is about the cluster. Names are compared as they are.</summary>
    public bool Holds(TrailCall call) => (Account is null || call.Account == Account) && (call switch
    {
        WorkloadCall { Kind: WorkloadCallKind.WebIdentity } web => IsOurIssuer(web.Issuer),
        _ => call.ClusterName == ClusterName && (Region is null || call.Region is null || call.Region == Region),
    });

    // Of issuers outside EKS, GitHub's for example, no service account comes.
    private bool IsOurIssuer(string? issuer) => Issuer is not null
        ? issuer == Issuer
        : issuer is not null && issuer.StartsWith("oidc.eks.", StringComparison.Ordinal) && (Region is null || issuer.StartsWith($"oidc.eks.{Region}.", StringComparison.Ordinal));
}
