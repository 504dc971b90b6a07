using System.Text.Json;
using AuditDashboard.Api;
using AuditDashboard.Kubernetes.Explanations;

namespace AuditDashboard.Queue;

/// <summary>Changes of a window, sorted, as the API gives them.</summary>
internal sealed record QueueAnswer
{
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>All changes of the window.</summary>
    public required long Changes { get; init; }

    /// <summary>How many of them were judged: the newest, at most 100,000. Unexplained and explained ones add up to this.</summary>
    public required int Judged { get; init; }

    public required int Unexplained { get; init; }

    /// <summary>Unexplained changes under the name of a known controller.</summary>
    public required int Doubts { get; init; }

    public required IReadOnlyList<QueueFold> Explained { get; init; }

    /// <summary>Changes without any time, which are in no window and not judged.</summary>
    public required long Undated { get; init; }

    /// <summary>The page asked for, newest first.</summary>
    public required IReadOnlyList<QueueItem> Items { get; init; }

    public required int Page { get; init; }

    public required int Pages { get; init; }

    /// <summary>What of the window is collected, over the queries that find changes.</summary>
    public required IReadOnlyList<CoverageItem> Coverage { get; init; }

    public static QueueAnswer Of(QueueData data, IReadOnlyList<CoverageItem> coverage) => new()
    {
        From = data.Window.From,
        To = data.Window.To,
        Changes = data.Total,
        Judged = data.Judged,
        Unexplained = data.Open,
        Doubts = data.Doubts,
        Explained = [.. data.Folds.Select(fold => new QueueFold(fold.Rule, fold.Count))],
        Undated = data.Undated,
        Items = [.. data.Rows.Select(QueueItem.Of)],
        Page = data.State.Page,
        Pages = (data.Shown + QueueState.PageSize - 1) / QueueState.PageSize,
        Coverage = coverage,
    };
}

/// <summary>A rule and how many changes it explains.</summary>
internal sealed record QueueFold(string Rule, int Changes);

/// <summary>A change and its verdict.</summary>
internal sealed record QueueItem
{
    /// <summary>The event's id.</summary>
    public required string Id { get; init; }

    public required string Cluster { get; init; }

    public required DateTimeOffset? Time { get; init; }

    /// <summary>Kind of change, such as roleBinding.</summary>
    public required string Change { get; init; }

    public required string? Verb { get; init; }

    public required string? User { get; init; }

    public required string? ImpersonatedUser { get; init; }

    public required string? Namespace { get; init; }

    public required string? Name { get; init; }

    public required int? Code { get; init; }

    /// <summary>The rule that explains it; null where none does.</summary>
    public required string? Rule { get; init; }

    /// <summary>What the explanation rests on; null where there is none.</summary>
    public required string? Because { get; init; }

    /// <summary>Why a rule that names this user does not explain it; null where no rule names the user.</summary>
    public required string? Doubt { get; init; }

    /// <summary>Tickets whose change windows hold it.</summary>
    public required IReadOnlyList<string> Tickets { get; init; }

    public static QueueItem Of(QueueRow row) => new()
    {
        Id = row.Event.Id,
        Cluster = row.Event.Cluster,
        Time = row.Event.Time,
        Change = JsonNamingPolicy.CamelCase.ConvertName(row.Event.Kind.ToString()),
        Verb = row.Event.Verb,
        User = row.Event.User,
        ImpersonatedUser = row.Event.ImpersonatedUser,
        Namespace = row.Event.Namespace,
        Name = row.Event.Name,
        Code = row.Event.Code,
        Rule = (row.Verdict as Verdict.Explained)?.Rule,
        Because = (row.Verdict as Verdict.Explained)?.Because,
        Doubt = (row.Verdict as Verdict.Unexplained)?.Doubt,
        Tickets = row.Verdict.Tickets,
    };
}
