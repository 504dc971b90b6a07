namespace AuditDashboard.Kubernetes.Sentences;

/// <summary>How a part of a sentence is set.</summary>
public enum SentencePartKind
{
    /// <summary>Words of ours.</summary>
    Plain,

    /// <summary>Who did it: bold. Comes from the log.</summary>
    Actor,

    /// <summary>What it was done to: bold, in mono. Comes from the log.</summary>
    Object,

    /// <summary>How it ended: bold. Words of ours.</summary>
    Result,

    /// <summary>A word copied from the log, in mono.</summary>
    Mono,
}

/// <summary>A part of a sentence. Text from the log may be hostile: it is shown through <see cref="Display.DisplayText"/>, never as markup.</summary>
/// <param name="Text">The text, with the blanks it needs.</param>
/// <param name="Kind">How it is set.</param>
public sealed record SentencePart(string Text, SentencePartKind Kind);
