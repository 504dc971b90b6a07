using System.Globalization;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Explore;

/// <summary>What the page Explore has in its URL beside cluster and range.</summary>
public sealed record ExploreState
{
    /// <summary>Longest query text that a link may carry, in UTF-16 code units: the engine's own limit.</summary>
    public const int MaxText = 10_000;

    /// <summary>Rows that one page of the table, or of the raw view, shows.</summary>
    public const int PageSize = 100;

    // No result is longer than the engine's largest limit.
    private const int MaxRow = 100_000;

    /// <summary>The query's text, as the engine takes it; null while none was run.</summary>
    public string? Text { get; init; }

    /// <summary>What it is run over. Default: the collected events.</summary>
    public ExploreSource Source { get; init; }

    /// <summary>How the result is shown. Default: as a table.</summary>
    public ExploreView View { get; init; }

    /// <summary>Number of the selected row, counted from 1; null for none.</summary>
    public int? Row { get; init; }

    /// <summary>Number of the page of rows, counted from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>A state at another query: its first page, no row.</summary>
    public ExploreState At(string text, ExploreSource source) => this with { Text = text, Source = source, Row = null, Page = 1 };

    /// <summary>With another row selected, or none; the page that shows it.</summary>
    public ExploreState Select(int? row) => this with { Row = row, Page = row is { } number ? ((number - 1) / PageSize) + 1 : Page };

    /// <summary>Query pairs, defaults left out.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToPairs()
    {
        if (Text is { } text)
        {
            yield return new("q", text);
        }

        if (Source != ExploreSource.Collected)
        {
            yield return new("in", Source == ExploreSource.Files ? "files" : "cloudwatch");
        }

        if (View != ExploreView.Table)
        {
            yield return new("view", View == ExploreView.Chart ? "chart" : "raw");
        }

        if (Page != 1)
        {
            yield return new("page", Page.ToString(CultureInfo.InvariantCulture));
        }

        if (Row is { } row)
        {
            yield return new("row", row.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Reads the state; what cannot be read falls back and is said.</summary>
    /// <param name="query">The page's query.</param>
    /// <param name="problems">Takes a sentence for each part that falls back.</param>
    public static ExploreState Read(PageQuery query, ICollection<string> problems)
    {
        var text = query.Take("q");
        if (text is { Length: > MaxText })
        {
            problems.Add($"The link's query is longer than {MaxText} characters. It was left out.");
            text = null;
        }

        return new ExploreState
        {
            Text = string.IsNullOrWhiteSpace(text) ? null : text,
            Source = ReadSource(query.Take("in"), problems),
            View = ReadView(query.Take("view"), problems),
            Page = ReadNumber(query.Take("page"), MaxRow / PageSize, "page", problems) ?? 1,
            Row = ReadNumber(query.Take("row"), MaxRow, "row", problems),
        };
    }

    private static ExploreSource ReadSource(string? text, ICollection<string> problems)
    {
        switch (text)
        {
            case null or "" or "collected":
                return ExploreSource.Collected;
            case "files":
                return ExploreSource.Files;
            case "cloudwatch":
                return ExploreSource.CloudWatch;
            default:
                problems.Add("The link's source is none of collected, files, cloudwatch. Taking the collected events.");
                return ExploreSource.Collected;
        }
    }

    private static ExploreView ReadView(string? text, ICollection<string> problems)
    {
        switch (text)
        {
            case null or "" or "table":
                return ExploreView.Table;
            case "chart":
                return ExploreView.Chart;
            case "raw":
                return ExploreView.Raw;
            default:
                problems.Add("The link's view is none of table, chart, raw. Showing the table.");
                return ExploreView.Table;
        }
    }

    private static int? ReadNumber(string? text, int max, string what, ICollection<string> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max)
        {
            return number;
        }

        problems.Add(string.Create(CultureInfo.InvariantCulture, $"The link's {what} is not a number from 1 to {max}. It was left out."));
        return null;
    }
}
