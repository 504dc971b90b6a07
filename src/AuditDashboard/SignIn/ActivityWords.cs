using AuditDashboard.Storage.Activity;

namespace AuditDashboard.SignIn;

/// <summary>Kinds of activity in words, on the page and in its addresses.</summary>
internal static class ActivityWords
{
    /// <summary>All kinds, in the order of the page's choices.</summary>
    public static IReadOnlyList<ActivityKind> Kinds { get; } = [.. Enum.GetValues<ActivityKind>().Order()];

    /// <summary>A kind in words.</summary>
    public static string Of(ActivityKind kind) => kind switch
    {
        ActivityKind.Start => "start",
        ActivityKind.SignIn => "sign-in",
        ActivityKind.Refused => "refused",
        ActivityKind.SignOut => "sign-out",
        ActivityKind.CredentialMade => "access given",
        ActivityKind.CredentialRevoked => "access revoked",
        ActivityKind.Export => "export",
        ActivityKind.Query => "query",
        ActivityKind.SavedQuery => "saved query",
        ActivityKind.Job => "job",
        ActivityKind.Forgotten => "cluster forgotten",
        ActivityKind.Share => "share",
        ActivityKind.ShareOpened => "share opened",
        ActivityKind.Review => "review",
        ActivityKind.Expired => "expired",
        ActivityKind.Backup => "backup",
        ActivityKind.Settings => "settings",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind."),
    };

    /// <summary>A kind in addresses, such as <c>accessGiven</c>.</summary>
    public static string KeyOf(ActivityKind kind) => kind switch
    {
        ActivityKind.Start => "start",
        ActivityKind.SignIn => "signIn",
        ActivityKind.Refused => "refused",
        ActivityKind.SignOut => "signOut",
        ActivityKind.CredentialMade => "accessGiven",
        ActivityKind.CredentialRevoked => "accessRevoked",
        ActivityKind.Export => "export",
        ActivityKind.Query => "query",
        ActivityKind.SavedQuery => "savedQuery",
        ActivityKind.Job => "job",
        ActivityKind.Forgotten => "clusterForgotten",
        ActivityKind.Share => "share",
        ActivityKind.ShareOpened => "shareOpened",
        ActivityKind.Review => "review",
        ActivityKind.Expired => "expired",
        ActivityKind.Backup => "backup",
        ActivityKind.Settings => "settings",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind."),
    };

    /// <summary>The kind of a key; null if it is none.</summary>
    public static ActivityKind? Find(string? key)
    {
        foreach (var kind in Kinds)
        {
            if (KeyOf(kind) == key)
            {
                return kind;
            }
        }

        return null;
    }
}
