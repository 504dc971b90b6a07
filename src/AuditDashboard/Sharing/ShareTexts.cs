using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Sharing;

/// <summary>What a short link or a snapshot is called.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Note">What it is about; may be empty.</param>
public sealed record ShareTexts(string Title, string Note)
{
    /// <summary>As somebody wrote them.</summary>
    public static ShareTexts Of(string title, string note) => new(title.Trim(), note.Trim());

    /// <summary>What keeps them from being taken, as a sentence; null if nothing does.</summary>
    public string? FindProblem() => Title.Length is > 0 and <= ShortLinkStore.MaxTitle && Note.Length <= ShortLinkStore.MaxNote
        ? null
        : $"Write a title of at most {ShortLinkStore.MaxTitle} characters, and a note of at most {ShortLinkStore.MaxNote} or none.";
}
