namespace AuditDashboard.Kubernetes.Display;

/// <summary>What a stretch of displayed text is.</summary>
public enum DisplaySegmentKind
{
    /// <summary>Text as it is in the log.</summary>
    Plain,

    /// <summary>The name of a character that cannot be shown as it is, such as <c>\u202E</c> or <c>␛</c>.</summary>
    Mark,

    /// <summary>Letters of another script within a word, such as the Cyrillic first letter of "аnonymous".</summary>
    OtherScript,
}

/// <summary>A stretch of displayed text.</summary>
/// <param name="Text">What to show.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it stands in the text, in UTF-16 units.</param>
/// <param name="Length">How much of the text it stands for, in UTF-16 units: of a mark fewer than its name has.</param>
public sealed record DisplaySegment(string Text, DisplaySegmentKind Kind, int Start, int Length);

/// <summary>A text split for display.</summary>
/// <param name="Segments">The stretches in order.</param>
/// <param name="IsClipped">The end was cut off.</param>
/// <param name="IsMixedScript">A word mixes letters of scripts that look alike.</param>
public sealed record DisplayedText(IReadOnlyList<DisplaySegment> Segments, bool IsClipped, bool IsMixedScript)
{
    /// <summary>The segments in one, for titles and plain text.</summary>
    public override string ToString() => string.Concat(Segments.Select(segment => segment.Text)) + (IsClipped ? "…" : "");
}
