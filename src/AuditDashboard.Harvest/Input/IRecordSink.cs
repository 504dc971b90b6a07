namespace AuditDashboard.Harvest.Input;

/// <summary>Takes what <see cref="RecordParser"/> finds.</summary>
internal interface IRecordSink
{
    /// <summary>A record; its bytes are valid during the call only.</summary>
    void Add(in RecordView record);

    /// <summary>A unit (a line, a document of several lines, a CSV row) is used up: reading may start again here.</summary>
    /// <param name="offset">Bytes from the file's beginning.</param>
    /// <param name="line">Line ends before <paramref name="offset"/>.</param>
    void EndUnit(long offset, long line);
}
