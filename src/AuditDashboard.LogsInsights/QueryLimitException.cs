namespace AuditDashboard.LogsInsights;

/// <summary>A run passed one of its limits (memory, groups, rows, time); the message says which and what to do.</summary>
public sealed class QueryLimitException(string message) : Exception(message);
