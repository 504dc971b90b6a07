namespace AuditDashboard.LogsInsights;

/// <summary>One run of a query over a stream of records. Not safe for use by several threads at once.</summary>
public sealed class QueryRun
{
    internal QueryRun()
    {
    }

    /// <summary>Records offered so far.</summary>
    public long RecordsScanned => throw new NotSupportedException("contract only");

    /// <summary>Records that passed the window and the filters so far.</summary>
    public long RecordsMatched => throw new NotSupportedException("contract only");

    /// <summary>Bytes of messages offered so far.</summary>
    public long BytesScanned => throw new NotSupportedException("contract only");

    /// <summary>Offers one record. Its memory may be reused after the call: the run copies what it keeps.</summary>
    /// <exception cref="QueryLimitException">The run passed a limit of memory, groups or rows.</exception>
    public void Add(in LogRecord record) => throw new NotSupportedException("contract only");

    /// <summary>Ends the run and gives its rows. Call once.</summary>
    public QueryResult Complete() => throw new NotSupportedException("contract only");
}
