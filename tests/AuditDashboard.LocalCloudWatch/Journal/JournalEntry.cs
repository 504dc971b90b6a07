using AuditDashboard.LocalCloudWatch.Faults;

namespace AuditDashboard.LocalCloudWatch.Journal;

/// <summary>One call, as the server saw it.</summary>
public sealed record JournalEntry
{
    /// <summary>Counts the calls from 1, in the order in which they were answered.</summary>
    public long Number { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The operation; empty where the request named none.</summary>
    public required string Operation { get; set; }

    /// <summary>Id of the request.</summary>
    public required string RequestId { get; init; }

    /// <summary>Who called; null where the signature was not right.</summary>
    public string? AccessKey { get; set; }

    /// <summary>The body of the request.</summary>
    public string Request { get; set; } = "";

    /// <summary>The query it speaks of or started; null for none.</summary>
    public string? QueryId { get; set; }

    /// <summary>Start of its window, seconds since 1970, inclusive; null without one.</summary>
    public long? FromSecond { get; set; }

    /// <summary>End of its window, seconds since 1970, inclusive; null without one.</summary>
    public long? ToSecond { get; set; }

    /// <summary>The HTTP status; 0 where no answer was given.</summary>
    public int Status { get; set; }

    /// <summary>Name of the error that was answered; null for none.</summary>
    public string? Error { get; set; }

    /// <summary>The fault that was scripted for it; null for none.</summary>
    public FaultKind? Fault { get; set; }

    /// <summary>State of the query that was answered; null for none.</summary>
    public string? QueryStatus { get; set; }

    /// <summary>Rows or events that were answered.</summary>
    public int Rows { get; set; }

    /// <summary>Bytes that the query it speaks of scanned, where that was answered: what is billed, once for each query.</summary>
    public double BytesScanned { get; set; }

    /// <summary>Queries that ran or waited when the call came.</summary>
    public int ActiveQueries { get; set; }
}
