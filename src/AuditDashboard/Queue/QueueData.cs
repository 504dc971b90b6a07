using AuditDashboard.Kubernetes.Explanations;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Queue;

/// <summary>The changes of a window, sorted into those for people and those that a rule explains. The counts add up to <see cref="Judged"/>.</summary>
public sealed record QueueData
{
    /// <summary>The window.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>All changes of the window.</summary>
    public required long Total { get; init; }

    /// <summary>How many of them were judged: the newest, at most <see cref="QueueReader.MaxJudged"/>.</summary>
    public required int Judged { get; init; }

    /// <summary>Changes that nothing explains.</summary>
    public required int Open { get; init; }

    /// <summary>Those among them whose user is that of a rule which yet does not explain them.</summary>
    public required int Doubts { get; init; }

    /// <summary>Rules with the changes that they explain, most first.</summary>
    public required IReadOnlyList<(string Rule, int Count)> Folds { get; init; }

    /// <summary>Changes without any time, which are in no window and not judged here.</summary>
    public required long Undated { get; init; }

    /// <summary>What is shown, newest first.</summary>
    public required IReadOnlyList<QueueRow> Rows { get; init; }

    /// <summary>How many there are of what is shown.</summary>
    public required int Shown { get; init; }

    /// <summary>What was asked for.</summary>
    public required QueueState State { get; init; }
}

/// <summary>A change and its verdict.</summary>
/// <param name="Event">The event.</param>
/// <param name="Verdict">The verdict.</param>
public sealed record QueueRow(EventRow Event, Verdict Verdict);
