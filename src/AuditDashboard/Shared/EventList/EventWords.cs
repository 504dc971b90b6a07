using AuditDashboard.Kubernetes.Sentences;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Shared.EventList;

/// <summary>Says a row of a list, out of its columns alone.</summary>
public static class EventWords
{
    /// <summary>The whole sentence: who did what to what, and how it ended.</summary>
    public static IReadOnlyList<SentencePart> Sentence(EventRow row) => EventSentence.Of(new SentenceInput
    {
        Verb = row.Verb,
        User = row.User,
        Impersonated = row.ImpersonatedUser,
        Resource = row.Resource,
        Subresource = row.Subresource,
        ApiGroup = row.ApiGroup,
        Namespace = row.Namespace,
        Name = row.Name,
        Code = row.Code,
        Uri = row.RequestUri,
        Kind = row.Kind,
        Decision = row.Decision,
    });

    /// <summary>What was done or tried, without who and how it ended: "created RoleBinding web/reader", "tried to list secrets in web".</summary>
    public static IReadOnlyList<SentencePart> Did(EventRow row)
    {
        var parts = Sentence(row);

        // ACTOR[, " as ", ACTOR], deed …, words before the result, RESULT[, rest]
        var start = parts.Count > 2 && parts[2].Kind == SentencePartKind.Actor ? 3 : 1;
        var end = parts.Count - 1;
        while (end > start && parts[end].Kind != SentencePartKind.Result)
        {
            end--;
        }

        return [.. parts.Skip(start).Take(Math.Max(0, end - 1 - start)).Select((part, i) => i == 0 ? part with { Text = part.Text.TrimStart() } : part).Where(p => p.Text.Length > 0)];
    }

    /// <summary><see cref="Did"/> as plain text.</summary>
    public static string DidText(EventRow row) => EventSentence.ToText(Did(row));
}
