using System.Globalization;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage.Reviews;

namespace AuditDashboard.Reviews;

/// <summary>State of a review's page, in its address.</summary>
public sealed record ReviewPageState
{
    /// <summary>Changes a page.</summary>
    public const int PageSize = 100;

    private const string NewsKey = "new";

    /// <summary>Only changes of this state (open, disputed) or decision; null for all, those that are not settled first.</summary>
    public string? Show { get; init; }

    /// <summary>Number of the page of changes, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Number of the change whose panel is shown; null for none.</summary>
    public long? Selected { get; init; }

    /// <summary>Shows the changes that came in since the start.</summary>
    public bool ShowsNews { get; init; }

    /// <summary>What <see cref="Show"/> may be.</summary>
    public static IReadOnlyList<string> Shows { get; } =
        [ReviewWords.KeyOf(ReviewState.Open), ReviewWords.KeyOf(ReviewState.Disputed), .. ReviewWords.Decisions.Select(ReviewWords.KeyOf)];

    /// <summary>The page's address.</summary>
    public string ToUrl(string code)
    {
        var pairs = new List<KeyValuePair<string, string?>>();
        if (Show is not null)
        {
            pairs.Add(new("show", Show));
        }

        if (Page > 1)
        {
            pairs.Add(new("page", Page.ToString(CultureInfo.InvariantCulture)));
        }

        if (ShowsNews)
        {
            pairs.Add(new(NewsKey, "1"));
        }

        if (Selected is { } selected)
        {
            pairs.Add(new("sel", selected.ToString(CultureInfo.InvariantCulture)));
        }

        return ReviewPaths.Of(code) + QueryString.Create(pairs);
    }

    /// <summary>Reads an address; what cannot be read falls back to all changes and no selection.</summary>
    public static ReviewPageState Read(PageQuery query) => new()
    {
        Show = query.Take("show") is { } show && Shows.Contains(show, StringComparer.Ordinal) ? show : null,
        Page = int.TryParse(query.Take("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page >= 1 ? page : 1,
        ShowsNews = query.Take(NewsKey) == "1",
        Selected = long.TryParse(query.Take("sel"), NumberStyles.None, CultureInfo.InvariantCulture, out var selected) ? selected : null,
    };

    /// <summary>The changes that are asked for: those that are not settled first, otherwise as the review has them.</summary>
    public IReadOnlyList<ReviewDocumentItem> Of(ReviewDocument document)
    {
        var settled = ReviewWords.KeyOf(ReviewState.Settled);
        return [.. document.Items.Where(item => Show is null || item.State == Show || item.Decision == Show).OrderBy(item => item.State == settled)];
    }
}
