namespace AuditDashboard.Storage.Leases;

/// <summary>The right to write a cluster's harvest until it expires.</summary>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="Holder">Who holds it: host, process id and a random part.</param>
/// <param name="FencingNumber">Grows with each change of holder; checked inside every commit.</param>
/// <param name="ExpiresMicros">When it may be taken over, microseconds since 1970.</param>
public sealed record ClusterLease(string Cluster, string Holder, long FencingNumber, long ExpiresMicros);
