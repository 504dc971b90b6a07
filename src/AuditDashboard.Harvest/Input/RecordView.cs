namespace AuditDashboard.Harvest.Input;

/// <summary>One record as <see cref="RecordReader.Visit(IReadOnlyList{string}, Stream?, RecordVisitor, CancellationToken)"/> shows it: the same members as <see cref="InputRecord"/>, without a copy of the bytes.</summary>
/// <remarks><see cref="Message"/> lies in a buffer that is used again: it is valid during the call only.</remarks>
public readonly record struct RecordView
{
    /// <inheritdoc cref="InputRecord.Message"/>
    public required ReadOnlyMemory<byte> Message { get; init; }

    /// <inheritdoc cref="InputRecord.SourceTimeMicros"/>
    public long? SourceTimeMicros { get; init; }

    /// <inheritdoc cref="InputRecord.IngestionTimeMicros"/>
    public long? IngestionTimeMicros { get; init; }

    /// <inheritdoc cref="InputRecord.LogStream"/>
    public string? LogStream { get; init; }

    /// <inheritdoc cref="InputRecord.Log"/>
    public string? Log { get; init; }

    /// <inheritdoc cref="InputRecord.Pointer"/>
    public string? Pointer { get; init; }

    /// <inheritdoc cref="InputRecord.File"/>
    public required string File { get; init; }

    /// <inheritdoc cref="InputRecord.Line"/>
    public required long Line { get; init; }

    /// <inheritdoc cref="InputRecord.Problem"/>
    public string? Problem { get; init; }

    /// <summary>A record that owns its bytes.</summary>
    public InputRecord ToRecord() => new()
    {
        Message = Message.ToArray(),
        SourceTimeMicros = SourceTimeMicros,
        IngestionTimeMicros = IngestionTimeMicros,
        LogStream = LogStream,
        Log = Log,
        Pointer = Pointer,
        File = File,
        Line = Line,
        Problem = Problem,
    };
}

/// <summary>Is shown one record after the other; gives false to stop reading.</summary>
public delegate bool RecordVisitor(in RecordView record);
