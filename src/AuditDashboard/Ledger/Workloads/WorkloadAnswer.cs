using AuditDashboard.Api;
using AuditDashboard.Storage.Trail;

namespace AuditDashboard.Ledger.Workloads;

/// <summary>Which workloads took, or tried to take, which roles in a window, as the API and the command line give it.</summary>
internal sealed record WorkloadAnswer
{
    public required string Cluster { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>Calls of all items.</summary>
    public required long Calls { get; init; }

    /// <summary>Denied ones first, then those never seen before the window, then those that failed, then the others; the latest first in each.</summary>
    public required IReadOnlyList<WorkloadAnswerItem> Items { get; init; }

    /// <summary>Whether there are more items than are given.</summary>
    public required bool More { get; init; }

    /// <summary>Calls without a time, which are in no window.</summary>
    public required long Undated { get; init; }

    /// <summary>What vouches for the window: collected, partly, files, expired or notCollected, as of /access.</summary>
    public required string CloudTrail { get; init; }

    /// <summary>What is missing and why: a sentence; null where all is collected, or files hold records of the window.</summary>
    public required string? Missing { get; init; }

    /// <summary>What of the window is collected from the log group of CloudTrail; empty without one.</summary>
    public required IReadOnlyList<CoverageItem> Coverage { get; init; }

    public static WorkloadAnswer Of(string cluster, WorkloadData data) => new()
    {
        Cluster = cluster,
        From = data.Window.From,
        To = data.Window.To,
        Calls = data.Calls,
        Items = [.. data.Items.Select(WorkloadAnswerItem.Of)],
        More = data.Items.Count >= TrailReads.MostWorkloads,
        Undated = data.Undated,
        CloudTrail = LedgerWords.Code(data.Trail, data.Window),
        Missing = LedgerWords.Gap(data.Trail, data.Window, "roles that workloads took"),
        Coverage = [.. (data.Trail.Group?.Stretches ?? []).Select(stretch => ApiItems.Of(cluster, null, stretch))],
    };
}

/// <summary>The calls by which one service account took, or tried to take, one role, with one outcome.</summary>
internal sealed record WorkloadAnswerItem
{
    /// <summary>Service account as namespace/name; null where the records do not name it.</summary>
    public required string? ServiceAccount { get; init; }

    /// <summary>The role's ARN; null where the records do not name it.</summary>
    public required string? Role { get; init; }

    /// <summary>taken, denied or failed.</summary>
    public required string Outcome { get; init; }

    public required long Calls { get; init; }

    /// <summary>The first such call that is stored, in the window or before.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset Last { get; init; }

    /// <summary>Whether nothing of it is stored from before the window, although earlier records were read.</summary>
    public required bool New { get; init; }

    public static WorkloadAnswerItem Of(WorkloadItem item) => new()
    {
        ServiceAccount = item.Row.Subject,
        Role = item.Row.Role,
        Outcome = WorkloadWords.Of(item.Row.Outcome),
        Calls = item.Row.Count,
        FirstSeen = item.Row.First,
        Last = item.Row.Last,
        New = item.IsNew,
    };
}
