using AuditDashboard.Harvest.Collecting;
using AuditDashboard.Harvest.Input;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;

namespace AuditDashboard.Harvest.Comparing;

/// <summary>Keeps what scans gave, query by query, as a few bytes a record.</summary>
/// <param name="queries">How many queries there are.</param>
internal sealed class ComparedScan(int queries)
{
    // No field was discovered in them, so they come with every query of a source that selects: a group of their own.
    private static readonly Selection NoVerb = Selection.TryCompile("not ispresent(verb)", out var selection, out var error)
        ? selection
        : throw new InvalidOperationException(error.Message);

    /// <summary>What each query selected, by its place.</summary>
    public IReadOnlyList<HashSet<UInt128>> Selected { get; } = [.. Enumerable.Range(0, queries).Select(_ => new HashSet<UInt128>())];

    /// <summary>Records that no query by fields can read.</summary>
    public HashSet<UInt128> Unreadable { get; } = [];

    /// <summary>What stands for a record: its time and its bytes.</summary>
    public static UInt128 KeyOf(InputRecord record) =>
        unchecked(SearchMemory.KeyOf(record.Message.Span) + (ulong)record.SourceTimeMicros.GetValueOrDefault());

    /// <summary>True if no query by fields can read a record.</summary>
    public static bool IsUnreadable(InputRecord record) => record.Problem is not null || NoVerb.Matches(ToLogRecord(record));

    /// <summary>The record as the engine sees it.</summary>
    public static LogRecord ToLogRecord(InputRecord record) => new()
    {
        Message = record.Message,
        TimestampMicros = record.SourceTimeMicros,
        IngestionTimeMicros = record.IngestionTimeMicros,
        LogStream = record.LogStream,
        Log = record.Log,
        Pointer = record.Pointer,
    };

    /// <summary>Adds a record to the queries that select it by the engine.</summary>
    /// <returns>Its key, and the queries that select it, by bits; none if no query can read it.</returns>
    public (UInt128 Key, ulong Queries) Add(InputRecord record, MergedScan scan)
    {
        var key = KeyOf(record);
        if (IsUnreadable(record))
        {
            Unreadable.Add(key);
            return (key, 0);
        }

        var mask = scan.Match(ToLogRecord(record));
        for (var i = 0; i < Selected.Count; i++)
        {
            if ((mask >> i & 1) == 1)
            {
                Selected[i].Add(key);
            }
        }

        return (key, mask);
    }
}
