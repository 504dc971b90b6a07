namespace AuditDashboard.Shared.Text;

/// <summary>A piece of text from a log: plain characters, or a mark that stands for one that cannot be seen.</summary>
/// <param name="Text">The characters, or the mark's sign such as <c>U+202E</c> or <c>\n</c>.</param>
/// <param name="MarkName">What the mark stands for, in words; null for plain characters.</param>
public readonly record struct LogSegment(string Text, string? MarkName);
