namespace AuditDashboard.Storage.Leases;

/// <summary>Another process took the cluster's lease over; nothing was written.</summary>
public sealed class LeaseLostException(string cluster) : Exception($"The lease of cluster {cluster} was lost; another process harvests it now.");
