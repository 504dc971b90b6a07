namespace AuditDashboard.Kubernetes.Changes;

/// <summary>A member of an object that changed.</summary>
/// <param name="Name">The member, such as a label's name.</param>
/// <param name="Before">The value before, JSON where it is no text; null where absent.</param>
/// <param name="After">The value after; null where absent.</param>
public sealed record FieldChange(string Name, string? Before, string? After);
