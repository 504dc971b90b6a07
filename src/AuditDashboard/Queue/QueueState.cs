using System.Globalization;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Queue;

/// <summary>What the queue has in its URL beside cluster and range.</summary>
public sealed record QueueState
{
    /// <summary>Rows of one page.</summary>
    public const int PageSize = 100;

    private const int MaxPage = 10_000;

    /// <summary>Shows the changes that this rule explains; null for those that nothing explains.</summary>
    public string? Rule { get; init; }

    /// <summary>Of those that nothing explains, only such as bear the name of a known controller without being it.</summary>
    public bool OnlyDoubts { get; init; }

    /// <summary>Number of the page, counted from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>What is shown, in words.</summary>
    public string Words => this switch
    {
        { Rule: { } rule } => $"changes explained by {LogSegments.ToPlain(rule, 80)}",
        { OnlyDoubts: true } => "changes under a controller’s name that nothing shows to be its own",
        _ => "changes that nothing explains",
    };

    /// <summary>Query pairs, defaults left out.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToPairs()
    {
        if (Rule is { } rule)
        {
            yield return new("rule", rule);
        }

        if (OnlyDoubts)
        {
            yield return new("only", "doubts");
        }

        if (Page > 1)
        {
            yield return new("page", Page.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Reads the state; what cannot be read falls back and is said.</summary>
    public static QueueState Read(PageQuery query, ICollection<string> problems)
    {
        var state = new QueueState { Rule = query.Take("rule") is { Length: > 0 } rule ? rule : null };
        switch (query.Take("only"))
        {
            case null or "":
                break;
            case "doubts" when state.Rule is null:
                state = state with { OnlyDoubts = true };
                break;
            default:
                problems.Add("The link's only is not doubts, or stands beside a rule. Showing all.");
                break;
        }

        if (query.Take("page") is { Length: > 0 } text)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is >= 1 and <= MaxPage)
            {
                state = state with { Page = page };
            }
            else
            {
                problems.Add("The link's page is not a number. Showing the first.");
            }
        }

        return state;
    }
}
