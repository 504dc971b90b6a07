using AuditDashboard.Kubernetes.Display;

namespace AuditDashboard.Shared.Text;

/// <summary>Text from a log in the dashboard's words: <see cref="DisplayText"/> finds what cannot be seen or looks like something else.</summary>
public static class LogSegments
{
    /// <summary>Splits a text into plain pieces and marks.</summary>
    /// <param name="value">Any text, lone surrogates included.</param>
    /// <param name="max">Most characters (UTF-16 units) that are kept, 1 or more; a cut never parts a character.</param>
    public static IReadOnlyList<LogSegment> Split(string value, int max = int.MaxValue) =>
        [.. DisplayText.Split(value, max).Segments.Select(s => new LogSegment(s.Text, NameOf(s.Kind)))];

    /// <summary>The text with marks written out and the cut shown as an ellipsis, where no elements can stand: titles, names, options, canvas text.</summary>
    /// <param name="value">Any text.</param>
    /// <param name="max">Most characters that are kept, 1 or more.</param>
    public static string ToPlain(string value, int max = int.MaxValue) => DisplayText.Split(value, max).ToString();

    private static string? NameOf(DisplaySegmentKind kind) => kind switch
    {
        DisplaySegmentKind.Mark => "hidden character",
        DisplaySegmentKind.OtherScript => "letters of another script that look alike",
        _ => null,
    };
}
