namespace AuditDashboard.Shared.Text;

/// <summary>A piece of text from a log: plain characters, or a mark.</summary>
/// <param name="Text">The characters, or the mark's sign such as <c>\u202E</c>.</param>
/// <param name="MarkName">What the mark is, in words; null for plain characters.</param>
public readonly record struct LogSegment(string Text, string? MarkName);
