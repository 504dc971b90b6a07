using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Explanations;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Queue;

/// <summary>
/// Judges the changes of a window. A verdict depends on the stored record and the settings alone, neither of which changes while the program runs, so each
/// change is judged once and remembered under its row number, which no other event ever gets. What is removed meanwhile is left out.
/// Safe to share between threads.
/// </summary>
public sealed class QueueReader(EventReader events, ChangeExplainer explainer)
{
    /// <summary>Most changes that are judged for one window: the newest.</summary>
    public const int MaxJudged = 100_000;

    private const int MaxRemembered = 500_000;
    private const int Portion = 250;

    private readonly ConcurrentDictionary<long, Mark> _remembered = new();

    /// <summary>Which events are changes.</summary>
    public static EventFilter FilterOf(string? cluster, TimeWindow window) => new() { Cluster = cluster, Window = window, OnlyChanges = true };

    /// <summary>Reads the queue, or the changes that one rule explains.</summary>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="window">The window.</param>
    /// <param name="state">What is asked for.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<QueueData> ReadAsync(string? cluster, TimeWindow window, QueueState state, CancellationToken cancellationToken)
    {
        var filter = FilterOf(cluster, window);
        var (total, marks) = await JudgeAllAsync(filter, cancellationToken);
        long[] shown = [.. marks.Where(mark => IsShown(mark.Mark, state)).Select(mark => mark.Row)];
        var rows = await events.LoadAsync([.. shown.Skip((state.Page - 1) * QueueState.PageSize).Take(QueueState.PageSize)], cancellationToken);
        return new QueueData
        {
            Window = window,
            Total = total,
            Judged = marks.Count,
            Open = marks.Count(mark => mark.Mark.Rule is null),
            Doubts = marks.Count(mark => mark.Mark.HasDoubt),
            Folds =
            [
                .. marks.Where(mark => mark.Mark.Rule is not null).GroupBy(mark => mark.Mark.Rule!, StringComparer.Ordinal) // not null by the line itself
                    .Select(fold => (fold.Key, fold.Count())).OrderByDescending(fold => fold.Item2).ThenBy(fold => fold.Key, StringComparer.Ordinal),
            ],
            Undated = (await events.CountAsync(filter with { OnlyUndated = true, Window = null }, cancellationToken)).Events,
            Rows = [.. rows.Select(row => new QueueRow(row.Row, Judge(row)))],
            Shown = shown.Length,
            State = state,
        };
    }

    /// <summary>Row numbers of all that the queue shows, on whichever of its pages, newest first.</summary>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    /// <param name="window">The window.</param>
    /// <param name="state">What is asked for.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="StorageException">The window holds more changes than are judged, so that those for people are not all known.</exception>
    public async Task<IReadOnlyList<long>> SelectAsync(string? cluster, TimeWindow window, QueueState state, CancellationToken cancellationToken)
    {
        var (total, marks) = await JudgeAllAsync(FilterOf(cluster, window), cancellationToken);
        return total <= MaxJudged
            ? [.. marks.Where(mark => IsShown(mark.Mark, state)).Select(mark => mark.Row)]
            : throw new StorageException($"The window holds {total} changes, and {MaxJudged} are sorted at most. Choose a shorter window.");
    }

    /// <summary>Reads changes with their verdicts.</summary>
    /// <param name="rows">Their row numbers.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="StorageException">Some of them were removed meanwhile.</exception>
    public async IAsyncEnumerable<QueueRow> StreamAsync(IReadOnlyList<long> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in events.StreamAsync(EventSelection.Of(rows), cancellationToken))
        {
            yield return new QueueRow(stored.Row, Judge(stored));
        }
    }

    /// <summary>How many changes came in since an answer was read.</summary>
    public async Task<long?> CountNewsAsync(string? cluster, QueueData shown, DateTimeOffset upTo, CancellationToken cancellationToken) =>
        Math.Max(0, (await events.CountAsync(FilterOf(cluster, TimeWindow.Between(shown.Window.From, upTo)), cancellationToken)).Events - shown.Total);

    private static bool IsShown(Mark mark, QueueState state) =>
        state.Rule is { } rule ? mark.Rule == rule : mark.Rule is null && (mark.HasDoubt || !state.OnlyDoubts);

    private async Task<(long Total, IReadOnlyList<(long Row, Mark Mark)> Marks)> JudgeAllAsync(EventFilter filter, CancellationToken cancellationToken)
    {
        var selection = await events.SelectAsync(filter, cancellationToken);
        var marks = new List<(long Row, Mark Mark)>();
        foreach (var portion in selection.Rows.Take(MaxJudged).Chunk(Portion))
        {
            marks.AddRange(await JudgeAsync(portion, cancellationToken));
        }

        return (selection.Count, marks);
    }

    private async Task<IEnumerable<(long Row, Mark Mark)>> JudgeAsync(long[] rows, CancellationToken cancellationToken)
    {
        var marks = new Dictionary<long, Mark>(rows.Length);
        var unknown = new List<long>();
        foreach (var row in rows)
        {
            if (_remembered.TryGetValue(row, out var mark))
            {
                marks.Add(row, mark);
            }
            else
            {
                unknown.Add(row);
            }
        }

        if (unknown.Count > 0)
        {
            if (_remembered.Count > MaxRemembered)
            {
                _remembered.Clear();
            }

            foreach (var stored in await events.LoadAsync(unknown, cancellationToken))
            {
                var mark = Mark.Of(Judge(stored));
                marks.Add(stored.Row.RowId, mark);
                _remembered[stored.Row.RowId] = mark;
            }
        }

        return rows.Where(marks.ContainsKey).Select(row => (row, marks[row]));
    }

    private Verdict Judge(StoredEvent stored) =>
        AuditEventReader.Read(stored.Json.Span) is AuditReadResult.Readable(var audit)
            ? explainer.Judge(stored.Row.Cluster, stored.Row.Kind, stored.Row.Cursor.TimeMicros, audit)
            : new Verdict.Unexplained(null); // nothing of it can be relied on

    private readonly record struct Mark(string? Rule, bool HasDoubt)
    {
        public static Mark Of(Verdict verdict) => verdict switch
        {
            Verdict.Explained explained => new Mark(explained.Rule, HasDoubt: false),
            Verdict.Unexplained open => new Mark(null, open.Doubt is not null),
            _ => new Mark(null, HasDoubt: false),
        };
    }
}
