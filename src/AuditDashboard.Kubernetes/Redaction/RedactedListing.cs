using AuditDashboard.Kubernetes.History;

namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>A listing of a cluster after redaction: the only form that storage accepts.</summary>
public sealed class RedactedListing
{
    internal RedactedListing(ClusterListing listing) => Listing = listing;

    /// <summary>The listing.</summary>
    public ClusterListing Listing { get; }
}
