using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Storage.Events;

/// <summary>The values of facets that the program words itself.</summary>
public static class FacetWords
{
    /// <summary>Outcome: a code below 400.</summary>
    public const string Allowed = "allowed";

    /// <summary>Outcome: code 403.</summary>
    public const string RefusedByRbac = "refused by RBAC";

    /// <summary>Outcome: code 401.</summary>
    public const string NotSignedIn = "not signed in";

    /// <summary>Outcome: any other code from 400.</summary>
    public const string Failed = "failed";

    /// <summary>Outcome: no code.</summary>
    public const string Unknown = "unknown";

    private static readonly string[] Outcomes = [Unknown, Allowed, RefusedByRbac, NotSignedIn, Failed];

    /// <summary>The outcome of a response code.</summary>
    public static string OfCode(int? code) => Outcomes[OutcomeNumber(code)];

    /// <summary>The value of the Kind facet; empty for what is no change.</summary>
    public static string OfKind(ChangeKind kind) => kind switch
    {
        ChangeKind.None => string.Empty,
        ChangeKind.Role => "Role",
        ChangeKind.RoleBinding => "RoleBinding",
        ChangeKind.ClusterRole => "ClusterRole",
        ChangeKind.ClusterRoleBinding => "ClusterRoleBinding",
        ChangeKind.AwsAuth => "aws-auth",
        ChangeKind.OtherApiGroup => "other API group",
        _ => string.Empty,
    };

    /// <summary>Numbers that <see cref="OutcomeSql"/> gives for these words; words that mean nothing are left out.</summary>
    internal static IEnumerable<long> OutcomeNumbers(IEnumerable<string> words) =>
        words.Select(w => w.Length == 0 ? 0 : Array.IndexOf(Outcomes, w)).Where(i => i >= 0).Select(i => (long)i);

    /// <summary>Numbers of the kinds that these words name.</summary>
    internal static IEnumerable<long> KindNumbers(IEnumerable<string> words) =>
        words.SelectMany(w => Enum.GetValues<ChangeKind>().Where(k => OfKind(k) == w)).Select(k => (long)k);

    /// <summary>The word of a number that <see cref="OutcomeSql"/> gave.</summary>
    internal static string OutcomeOf(long number) => Outcomes[number];

    /// <summary>The outcome as a number, in SQL over the event's code.</summary>
    internal const string OutcomeSql =
        "CASE WHEN e.code IS NULL THEN 0 WHEN e.code = 403 THEN 2 WHEN e.code = 401 THEN 3 WHEN e.code >= 400 THEN 4 ELSE 1 END";

    /// <summary>The same as <see cref="OutcomeSql"/>.</summary>
    internal static int OutcomeNumber(long? code) => code switch
    {
        null => 0,
        403 => 2,
        401 => 3,
        >= 400 => 4,
        _ => 1,
    };
}
