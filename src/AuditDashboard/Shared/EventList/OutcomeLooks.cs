namespace AuditDashboard.Shared.EventList;

/// <summary>How a request ended, as the database names it, in the words of the pages.</summary>
public static class OutcomeLooks
{
    /// <summary>Values of the outcome facet.</summary>
    public static IReadOnlyList<string> Values { get; } = [Allowed, Refused, NotSignedIn, Failed, Unknown];

    /// <summary>Answered below 400.</summary>
    public const string Allowed = "allowed";

    /// <summary>Answered 403.</summary>
    public const string Refused = "refused by RBAC";

    /// <summary>Answered 401.</summary>
    public const string NotSignedIn = "not signed in";

    /// <summary>Answered 400 or above, but neither 401 nor 403.</summary>
    public const string Failed = "failed";

    /// <summary>The record holds no answer.</summary>
    public const string Unknown = "unknown";

    /// <summary>The outcome of an answer.</summary>
    public static string Of(int? code) => code switch
    {
        null => Unknown,
        401 => NotSignedIn,
        403 => Refused,
        >= 400 => Failed,
        _ => Allowed,
    };

    /// <summary>The outcome in a list: the word, and the code where it says more.</summary>
    public static string Words(int? code) => code switch
    {
        null => "no answer in the record",
        401 => "not signed in",
        403 => "denied",
        >= 400 => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"failed {code}"),
        _ => "allowed",
    };

    /// <summary>True if the caller was turned away: 401 or 403.</summary>
    public static bool IsDenied(int? code) => code is 401 or 403;
}
