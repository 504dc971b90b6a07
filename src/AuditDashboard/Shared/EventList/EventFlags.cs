using AuditDashboard.Kubernetes.Audit;

namespace AuditDashboard.Shared.EventList;

/// <summary>Oddities of a record, in words.</summary>
public static class EventFlags
{
    private static readonly (AuditEventFlags Flag, string Tag, string Sentence)[] All =
    [
        (AuditEventFlags.DuplicateEnvelopeMember, "member twice", "The record holds a member twice. The last one counts, as it does for the API server's own readers."),
        (AuditEventFlags.DuplicateBodyMember, "body member twice", "A body or annotation holds a member twice. Whoever sends a body chooses its bytes; compare the text with what the object became."),
        (AuditEventFlags.InvalidText, "unreadable text", "Some text is not valid Unicode. It is shown with replacement marks."),
        (AuditEventFlags.TooDeep, "nested deeply", "A body is nested deeper than is read here. The raw text is complete."),
        (AuditEventFlags.Truncated, "bodies left out", "The API server left the bodies out because the record was too large (audit.k8s.io/truncated)."),
        (AuditEventFlags.AuditIdReused, "audit ID reused", "Another record has the same audit ID and stage but other content. A client can choose the audit ID; both records are kept."),
        (AuditEventFlags.ImplausibleTime, "implausible time", "The time in the record lies more than ten years from when it was read."),
        (AuditEventFlags.DeliveredLate, "delivered late", "The log source delivered it after its time had counted as complete. What was looked at before that did not show it."),
        (AuditEventFlags.Redacted, "redacted", "Secret material was taken out before storing. In its place stand its length and a keyed hash, so that equal secrets can be told to be equal."),
    ];

    /// <summary>The sentences of the flags, in a fixed order.</summary>
    public static IReadOnlyList<string> Sentences(AuditEventFlags flags) => [.. All.Where(f => flags.HasFlag(f.Flag)).Select(f => f.Sentence)];

    /// <summary>All sentences as one text.</summary>
    public static string Sentence(AuditEventFlags flags) => string.Join(' ', Sentences(flags));

    /// <summary>Short words for a list: the first flag, and how many more; empty if there is none.</summary>
    public static string Tag(AuditEventFlags flags)
    {
        var tags = All.Where(f => flags.HasFlag(f.Flag)).Select(f => f.Tag).ToList();
        return tags.Count > 1 ? $"{tags[0]} +{tags.Count - 1}" : tags is [var only] ? only : "";
    }
}
