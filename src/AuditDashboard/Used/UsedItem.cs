using AuditDashboard.Api;
using AuditDashboard.Kubernetes.Grants;

namespace AuditDashboard.Used;

/// <summary>Whether a grant was used, as the API gives it.</summary>
internal sealed record UsedItem
{
    public required string Cluster { get; init; }

    /// <summary>RoleBinding, ClusterRoleBinding, Role or ClusterRole, with its place: "RoleBinding web/deployers".</summary>
    public required string Grant { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>True if a collected request names it. False does not mean that it was never used: only what canned queries select is collected.</summary>
    public required bool Used { get; init; }

    /// <summary>Collected events whose reason names it.</summary>
    public required long Events { get; init; }

    /// <summary>Requests among them (distinct audit ids).</summary>
    public required long Requests { get; init; }

    public required UseMoment? First { get; init; }

    public required UseMoment? Last { get; init; }

    /// <summary>By whose rights, most events first, at most 50.</summary>
    public required IReadOnlyList<UseCount> By { get; init; }

    /// <summary>On what, such as "get secrets in web", most events first, at most 50.</summary>
    public required IReadOnlyList<UseCount> On { get; init; }

    /// <summary>What cannot be told, one sentence each.</summary>
    public required IReadOnlyList<string> CannotTell { get; init; }

    /// <summary>To whom the binding grants, by its newest collected write; empty where none is known.</summary>
    public required IReadOnlyList<string> Subjects { get; init; }

    /// <summary>What of the window is collected.</summary>
    public required IReadOnlyList<CoverageItem> Coverage { get; init; }

    public static UsedItem Of(string cluster, UsedData data, GrantUse use, IReadOnlyList<CoverageItem> coverage) => new()
    {
        Cluster = cluster,
        Grant = data.State.Title,
        From = data.Window.From,
        To = data.Window.To,
        Used = use.IsUsed,
        Events = use.Events,
        Requests = use.Requests,
        First = UseMoment.Of(use.First),
        Last = UseMoment.Of(use.Last),
        By = use.By,
        On = use.On,
        CannotTell = data.CannotTell,
        Subjects = [.. data.Subjects.Select(subject => subject.ToString())],
        Coverage = coverage,
    };
}

/// <summary>An event and its time.</summary>
internal sealed record UseMoment(string Id, DateTimeOffset Time)
{
    public static UseMoment? Of(UseMark? mark) => mark is null ? null : new UseMoment(mark.EventId, Storage.TimeWindow.FromMicrosSinceEpoch(mark.TimeMicros));
}
