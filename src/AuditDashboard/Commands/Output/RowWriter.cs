namespace AuditDashboard.Commands.Output;

/// <summary>Prints rows in one of the formats.</summary>
internal abstract class RowWriter(Stream output) : IDisposable
{
    /// <summary>Rows printed.</summary>
    public long Rows { get; private set; }

    /// <summary>Where bytes go.</summary>
    protected Stream Output { get; } = output;

    /// <summary>Makes a writer.</summary>
    public static RowWriter Create(OutputFormat format, Stream output, IReadOnlyList<string> columns) => format switch
    {
        OutputFormat.Ndjson => new JsonRowWriter(output, columns, isArray: false),
        OutputFormat.Json => new JsonRowWriter(output, columns, isArray: true),
        OutputFormat.Csv => new CsvRowWriter(output, columns),
        OutputFormat.Table => new TableRowWriter(output, columns),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>Prints a row: one cell a column.</summary>
    public void Write(ReadOnlySpan<Cell> cells)
    {
        WriteRow(cells);
        Rows++;
    }

    /// <summary>Prints what ends the output. Call once, last.</summary>
    public abstract void Complete();

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Prints a row.</summary>
    protected abstract void WriteRow(ReadOnlySpan<Cell> cells);
}
