namespace AuditDashboard.Queries;

/// <summary>What is wrong with a user's query.</summary>
/// <param name="Index">Zero-based position among the user's queries.</param>
/// <param name="Message">One sentence without the settings' key, which the caller knows.</param>
public sealed record UserQueryError(int Index, string Message);
