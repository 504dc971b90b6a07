using System.Globalization;

namespace AuditDashboard.Shared.Urls;

/// <summary>
/// The version of what pages' URLs mean. Shared links carry it (<c>v=1</c>), so that a page whose keys or defaults change can still read an old
/// link as it was meant. A link without it is of version 1.
/// </summary>
public static class UrlVersion
{
    /// <summary>The key in URLs.</summary>
    public const string Key = "v";

    /// <summary>The version that is written now. It grows when an old link would be read as something else.</summary>
    public const int Current = 1;

    /// <summary>The pair that shared links carry.</summary>
    public static KeyValuePair<string, string> Pair { get; } = new(Key, Current.ToString(CultureInfo.InvariantCulture));

    /// <summary>Takes the version off a query; adds a sentence if it is none that this program knows.</summary>
    public static void Take(PageQuery query, ICollection<string> problems)
    {
        switch (query.TakeAll(Key))
        {
            case []:
                break;
            case [var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version >= 1:
                if (version > Current)
                {
                    problems.Add("The link was made by a newer version of the dashboard. What this one does not know of it is left out.");
                }

                break;
            default:
                problems.Add("The link's v is not one number such as 1. The link is read as one of today.");
                break;
        }
    }
}
