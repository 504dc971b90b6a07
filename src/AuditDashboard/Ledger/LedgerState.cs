using System.Globalization;
using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Ledger;

/// <summary>What the ledger has in its URL beside cluster and range.</summary>
public sealed record LedgerState
{
    /// <summary>Rows of one page.</summary>
    public const int PageSize = 100;

    private const int MaxPage = 10_000;
    private const int IdLength = 64;

    /// <summary>True to list principals, each with its ways in; false for the rows themselves.</summary>
    public bool ByPrincipal { get; init; }

    /// <summary>Only rows of this principal; null for all.</summary>
    public LedgerPrincipal? Principal { get; init; }

    /// <summary>Only rows of this way; null for all.</summary>
    public AccessWay? Way { get; init; }

    /// <summary>Id of the call that is open; null for none.</summary>
    public string? Call { get; init; }

    /// <summary>Number of the page, counted from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Query pairs, defaults left out.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToPairs()
    {
        if (ByPrincipal)
        {
            yield return new("by", "principal");
        }

        if (Principal is { } principal)
        {
            yield return new("who", principal.Kind.ToString());
            if (principal.Kind != LedgerPrincipalKind.Cluster)
            {
                yield return new("name", principal.Name);
            }
        }

        if (Way is { } way)
        {
            yield return new("way", way.ToString());
        }

        if (Call is { } call)
        {
            yield return new("call", call);
        }

        if (Page > 1)
        {
            yield return new("page", Page.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Reads the state; what cannot be read falls back and is said.</summary>
    public static LedgerState Read(PageQuery query, ICollection<string> problems)
    {
        var state = new LedgerState();
        switch (query.Take("by"))
        {
            case null or "":
                break;
            case "principal":
                state = state with { ByPrincipal = true };
                break;
            default:
                problems.Add("The link's by is not principal. Showing the rows.");
                break;
        }

        var (who, name) = (query.Take("who"), query.Take("name"));
        if (TryName<LedgerPrincipalKind>(who, out var kind) && (kind == LedgerPrincipalKind.Cluster || name is not null))
        {
            state = state with { Principal = kind == LedgerPrincipalKind.Cluster ? LedgerPrincipal.Cluster : new LedgerPrincipal(kind, name!) }; // told just before
        }
        else if (who is not null || name is not null)
        {
            problems.Add("The link's who and name do not name a principal. Showing all.");
        }

        if (query.Take("way") is { Length: > 0 } wayText)
        {
            if (TryName<AccessWay>(wayText, out var way))
            {
                state = state with { Way = way };
            }
            else
            {
                problems.Add("The link's way is none such as AccessEntry. Showing all.");
            }
        }

        if (query.Take("call") is { Length: > 0 } call)
        {
            if (call.Length == IdLength && call.All(char.IsAsciiHexDigitLower))
            {
                state = state with { Call = call };
            }
            else
            {
                problems.Add("The link's call is not the id of one. Showing none.");
            }
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

    // By name alone: numbers would be taken for values that there are not.
    private static bool TryName<T>(string? text, out T value)
        where T : struct, Enum
    {
        value = default;
        return text is not null && Enum.GetNames<T>().Contains(text, StringComparer.Ordinal) && Enum.TryParse(text, out value);
    }
}
