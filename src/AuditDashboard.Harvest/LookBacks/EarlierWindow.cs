using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.LookBacks;

/// <summary>What came of one window of the past that was read.</summary>
/// <param name="Window">The window.</param>
/// <param name="Events">New events in it.</param>
/// <param name="Bytes">Bytes read for it.</param>
/// <param name="IsOutOfBudget">True if something was not read for want of budget.</param>
/// <param name="Error">What went wrong: one sentence; null if nothing did.</param>
internal sealed record EarlierWindow(TimeWindow Window, long Events, long Bytes, bool IsOutOfBudget, string? Error);
