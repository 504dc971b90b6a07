using System.Globalization;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Shared.EventList;

/// <summary>How a request ended, in the words of the pages.</summary>
public static class OutcomeLooks
{
    /// <summary>Values of the outcome facet.</summary>
    public static IReadOnlyList<string> Values { get; } =
        [FacetWords.Allowed, FacetWords.RefusedByRbac, FacetWords.NotSignedIn, FacetWords.Failed, FacetWords.Unknown];

    /// <summary>The outcome in a list: the word, and the code where it says more.</summary>
    public static string Words(int? code) => code switch
    {
        null => "no answer",
        401 => "not signed in",
        403 => "denied",
        >= 400 => string.Create(CultureInfo.InvariantCulture, $"failed {code}"),
        _ => "allowed",
    };

    /// <summary>True if the caller was turned away: 401 or 403.</summary>
    public static bool IsDenied(int? code) => code is 401 or 403;
}
