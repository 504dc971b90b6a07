namespace AuditDashboard.LogsInsights;

/// <summary>Several selections evaluated over one record in one pass: parsed at most once, and not at all where no selection's literals occur.</summary>
/// <remarks>Immutable and safe to share between threads. At most 64 selections.</remarks>
public sealed class SelectionSet
{
    /// <summary>Makes a set; the order of <paramref name="selections"/> gives the bits of <see cref="Match"/>.</summary>
    public SelectionSet(IReadOnlyList<Selection> selections) => Selections = selections;

    /// <summary>The selections, in bit order.</summary>
    public IReadOnlyList<Selection> Selections { get; }

    /// <summary>Bit i is set if selection i matches the record.</summary>
    public ulong Match(in LogRecord record) => throw new NotSupportedException("contract only");
}
