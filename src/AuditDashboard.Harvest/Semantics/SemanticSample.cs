using System.Globalization;
using AuditDashboard.Harvest.Input;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Semantics;

/// <summary>The audit events of a short window as the service gave them, which its answers are compared with.</summary>
internal sealed class SemanticSample
{
    private static readonly InsightsQuery Fields = Compile(
        "fields @timestamp, objectRef.subresource, responseStatus.code, `annotations.authorization.k8s.io/decision` | limit 10000");

    private readonly List<LogRecord> _records;

    /// <summary>Makes one.</summary>
    /// <param name="window">The window, in whole seconds.</param>
    /// <param name="records">The events in it.</param>
    public SemanticSample(TimeWindow window, IEnumerable<InputRecord> records)
    {
        Window = window;
        _records = [.. records.Where(r => r.SourceTimeMicros is { } t && window.Contains(t)).Select(Comparing.ComparedScan.ToLogRecord)];
        Events = [.. _records.Select(Read).OrderBy(e => e.Ms)];
        Times = [.. Events.Select(e => e.Ms).Distinct()];
    }

    /// <summary>The window.</summary>
    public TimeWindow Window { get; }

    /// <summary>What the answers depend on, oldest first.</summary>
    public IReadOnlyList<SampleEvent> Events { get; }

    /// <summary>The times at which something happened, milliseconds since 1970, ascending.</summary>
    public IReadOnlyList<long> Times { get; }

    /// <summary>The events as the engine takes them.</summary>
    public IReadOnlyList<LogRecord> Records => _records;

    /// <summary>The condition that keeps a query to these events, whatever the inclusive end of its window means.</summary>
    public string Condition => string.Create(CultureInfo.InvariantCulture, $"{StreamFilter.Condition} and toMillis(@timestamp) < {Window.ToMicros / 1_000}");

    /// <summary>What the embedded engine gives for a text: a column's values, one for each row.</summary>
    /// <param name="text">The query.</param>
    /// <param name="column">The column.</param>
    public IReadOnlyList<string?> Run(string text, string column)
    {
        var run = Compile(text).Start();
        foreach (var record in _records)
        {
            run.Add(record);
        }

        var result = run.Complete();
        var place = result.Columns.ToList().IndexOf(column);
        return [.. result.Rows.Select(row => row.Cells[place])];
    }

    private static InsightsQuery Compile(string text) => InsightsQuery.TryCompile(text, QueryOptions.Default, out var query, out var error)
        ? query
        : throw new InvalidOperationException(error.Message);

    private static SampleEvent Read(LogRecord record)
    {
        var run = Fields.Start();
        run.Add(record);
        var cells = run.Complete().Rows[0].Cells;
        return new SampleEvent(
            record.TimestampMicros.GetValueOrDefault() / 1_000, // it lies in the window, so it has one
            cells[1], cells[2], cells[3] is not null, FieldPlace.Of(record.Message.Span, "annotations", "authorization.k8s.io/decision"));
    }
}

/// <summary>What answers depend on in one event.</summary>
/// <param name="Ms">Its time, milliseconds since 1970.</param>
/// <param name="Subresource"><c>objectRef.subresource</c>; null where it has none.</param>
/// <param name="Code"><c>responseStatus.code</c>; null where it has none.</param>
/// <param name="HasDecision">True if it has the annotation that says why it was allowed.</param>
/// <param name="DecisionPlace">Which of its fields that annotation is, in the order of the text, from 1; 0 where it has none.</param>
internal sealed record SampleEvent(long Ms, string? Subresource, string? Code, bool HasDecision, int DecisionPlace);
