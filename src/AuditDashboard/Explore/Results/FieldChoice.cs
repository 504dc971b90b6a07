namespace AuditDashboard.Explore.Results;

/// <summary>A value to filter for, or out.</summary>
/// <param name="Column">The column, or the field of the records.</param>
/// <param name="Value">The value; null for absent.</param>
/// <param name="IsExcluded">True to leave out the rows with it.</param>
public sealed record FieldChoice(string Column, string? Value, bool IsExcluded);
