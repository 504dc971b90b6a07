using System.Buffers;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Exports;

/// <summary>Writes an export piece by piece.</summary>
/// <param name="output">Where bytes go.</param>
internal abstract class ExportWriter(IBufferWriter<byte> output)
{
    /// <summary>Events written.</summary>
    public long Events { get; private set; }

    /// <summary>Where bytes go.</summary>
    protected IBufferWriter<byte> Output { get; } = output;

    /// <summary>Makes a writer.</summary>
    /// <param name="format">CSV, JSON or NDJSON.</param>
    /// <param name="output">Where bytes go.</param>
    /// <param name="hasHeader">False leaves out what stands before and after the events; JSON always has it.</param>
    public static ExportWriter Create(ExportFormat format, IBufferWriter<byte> output, bool hasHeader) =>
        format == ExportFormat.Csv ? new CsvExportWriter(output, hasHeader)
        : format == ExportFormat.Ndjson ? new NdjsonExportWriter(output, hasHeader)
        : format == ExportFormat.Json ? new JsonExportWriter(output)
        : throw new ArgumentOutOfRangeException(nameof(format));

    /// <summary>Writes one event.</summary>
    public void Write(StoredEvent stored)
    {
        WriteEvent(stored);
        Events++;
    }

    /// <summary>Writes what stands before the events. Call once, first.</summary>
    public abstract void Begin(ExportAbout about);

    /// <summary>Writes what stands after the events. Call once, last.</summary>
    public abstract void End();

    /// <summary>Writes one event.</summary>
    protected abstract void WriteEvent(StoredEvent stored);
}
