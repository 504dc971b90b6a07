using AuditDashboard.Shared.Text;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Shared.EventList;

/// <summary>A row of the table: an event, the head of a day, or a stretch that was not collected.</summary>
public abstract record ListRow
{
    private ListRow()
    {
    }

    /// <summary>An event.</summary>
    public sealed record Event(EventRow Row) : ListRow;

    /// <summary>The first row of a day, in words: "Mon 23 Nov 2026".</summary>
    public sealed record Day(string Text) : ListRow;

    /// <summary>A stretch of the window in which events may be missing, which is not harvested yet, or whose events are no longer kept.</summary>
    public sealed record Gap(CoverageStretch Stretch) : ListRow
    {
        /// <summary>"Not collected 02:37 → 02:49 UTC: …".</summary>
        public string Text => Stretch.State == CoverageState.Due
            ? $"Collected to {UtcText.Format(Stretch.Window.From, "HH:mm:ss")} UTC. What came after is due with the next harvest."
            : Stretch.State == CoverageState.Expired ? $"No longer kept: {UtcText.Window(Stretch.Window)}. {Stretch.Reason}"
            : $"{(Stretch.State == CoverageState.Failed ? "Collection failed" : "Not collected")}: {UtcText.Window(Stretch.Window)}"
            + (Stretch.Reason is { } reason ? $". {reason}" : "");
    }

    /// <summary>The rows of an answer: newest first, each gap where its time is.</summary>
    public static IReadOnlyList<ListRow> Of(EventListData data)
    {
        var rows = new List<ListRow>();
        var state = data.Request.State;
        var gaps = new Queue<CoverageStretch>((state.IsUndated ? [] : data.Coverage?.Stretches ?? [])
            .Where(s => s.State is CoverageState.NotCollected or CoverageState.Failed or CoverageState.Due or CoverageState.Expired)
            .Where(s => state.After?.TimeMicros is not { } after || s.Window.FromMicros < after)
            .OrderByDescending(s => s.Window.FromMicros));
        string? day = null;
        foreach (var row in data.Page.Rows)
        {
            if (row.Time is { } time)
            {
                while (gaps.TryPeek(out var gap) && gap.Window.From >= time)
                {
                    rows.Add(new Gap(gaps.Dequeue()));
                }
            }

            var today = row.Time is { } instant ? UtcText.Format(instant, "ddd d MMM yyyy") : "Undated: the record holds no time";
            if (today != day)
            {
                rows.Add(new Day(day = today));
            }

            rows.Add(new Event(row));
        }

        if (data.Page.Next is null)
        {
            rows.AddRange(gaps.Select(g => new Gap(g)));
        }

        return rows;
    }
}
