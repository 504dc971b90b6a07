using System.Text.Json;
using AuditDashboard.Api;
using AuditDashboard.Storage;

namespace AuditDashboard.Ledger;

/// <summary>Who was let in and given what in a window, as the API gives it.</summary>
internal sealed record LedgerAnswer
{
    public required string Cluster { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>Rows of the window that match.</summary>
    public required int Rows { get; init; }

    /// <summary>The page asked for, newest first.</summary>
    public required IReadOnlyList<LedgerAnswerItem> Items { get; init; }

    public required int Page { get; init; }

    public required int Pages { get; init; }

    /// <summary>Changes of objects in the window of which it cannot be told what they gave or took.</summary>
    public required int Untold { get; init; }

    /// <summary>Calls of the AWS API without a time, which are in no window.</summary>
    public required long Undated { get; init; }

    /// <summary>What vouches for access entries in the window: "collected" (its log group, all of it), "partly" (its log group, and some of it is missing), "files", whose completeness is unknown, "expired", or "notCollected".</summary>
    public required string CloudTrail { get; init; }

    /// <summary>What of the window is collected, over the queries that find changes of bindings and aws-auth.</summary>
    public required IReadOnlyList<CoverageItem> Coverage { get; init; }

    public static LedgerAnswer Of(string cluster, LedgerData data, IReadOnlyList<CoverageItem> coverage) => new()
    {
        Cluster = cluster,
        From = data.Window.From,
        To = data.Window.To,
        Rows = data.Shown,
        Items = [.. data.Items.Select(LedgerAnswerItem.Of)],
        Page = data.State.Page,
        Pages = (data.Shown + LedgerState.PageSize - 1) / LedgerState.PageSize,
        Untold = data.Untold,
        Undated = data.Undated,
        CloudTrail = LedgerWords.Code(data.Trail, data.Window),
        Coverage = coverage,
    };
}

/// <summary>One thing that was given to, or taken from, one principal.</summary>
internal sealed record LedgerAnswerItem
{
    public required DateTimeOffset Time { get; init; }

    /// <summary>roleBinding, clusterRoleBinding, awsAuth, accessEntry or cluster.</summary>
    public required string Way { get; init; }

    /// <summary>granted, removed, changed, inPlace or failed.</summary>
    public required string Effect { get; init; }

    /// <summary>iam, account, user, group, serviceAccount or cluster.</summary>
    public required string PrincipalKind { get; init; }

    public required string Principal { get; init; }

    public required string What { get; init; }

    /// <summary>By which name it got to the principal; null where the principal is named itself.</summary>
    public required string? Through { get; init; }

    /// <summary>Whether it opens everything.</summary>
    public required bool Powerful { get; init; }

    /// <summary>Id of the audit event; null for calls of the AWS API.</summary>
    public required string? Event { get; init; }

    /// <summary>Id of the call; null for audit events.</summary>
    public required string? Call { get; init; }

    /// <summary>Who did it: the Kubernetes user, or of a call the session's or user's name.</summary>
    public required string? By { get; init; }

    /// <summary>The error of a call that failed; null for others.</summary>
    public required string? Error { get; init; }

    public static LedgerAnswerItem Of(LedgerItem item) => new()
    {
        Time = TimeWindow.FromMicrosSinceEpoch(item.Row.TimeMicros),
        Way = Name(item.Row.Way),
        Effect = Name(item.Row.Effect),
        PrincipalKind = Name(item.Row.Principal.Kind),
        Principal = item.Row.Principal.Name,
        What = item.Row.What,
        Through = item.Row.Through,
        Powerful = item.Row.IsPowerful,
        Event = item.Event?.Id,
        Call = item.Call?.Id,
        By = item.Event?.User ?? item.Call?.Call.Caller.DisplayName,
        Error = item.Call?.Call.ErrorCode ?? item.Call?.Call.ErrorMessage,
    };

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
