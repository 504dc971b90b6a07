namespace AuditDashboard.LocalCloudWatch.Logs;

/// <summary>A stream of a log group.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CreationMs">When it was made, milliseconds since 1970.</param>
public sealed record LogStream(string Name, long CreationMs);
