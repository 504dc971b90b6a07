using System.Runtime.CompilerServices;
using AuditDashboard.Harvest.Input.Indexing;

namespace AuditDashboard.Harvest.Input;

/// <summary>Reads audit records from files, folders, <c>.gz</c> and streams, whatever wraps them. Bounded memory; never throws on content.</summary>
/// <remarks>
/// Read are NDJSON; answers of <c>aws logs get-query-results</c>, <c>filter-log-events</c> and <c>get-log-events</c>; subscription messages; exports to S3;
/// the console's CSV and JSON exports; records of Panther, Azure, Fluent Bit and Vector; CloudTrail's <c>Records</c>; <c>EventList</c> of the audit webhook;
/// printed on one line or over several. Anything else comes as a record with a problem.
/// </remarks>
public sealed class RecordReader
{
    /// <summary>Longest record that is read, unless told otherwise: 16 MiB, as in the settings. Unit: bytes.</summary>
    public const int DefaultMaxLineBytes = 16 * 1024 * 1024;

    // More threads than these would wait for the reading and for the one that shows.
    private const int MostThreads = 8;

    // Still in the second-level cache of most servers when it is looked at; smaller ones cost more in handing them over than they save.
    private const int UsualBlockBytes = 512 * 1024;

    private readonly int _maxLineBytes;

    /// <summary>Makes a reader.</summary>
    /// <param name="maxLineBytes">Longest record, 64 bytes to 64 MiB; of longer ones comes the beginning, with a problem. Default 16 MiB.</param>
    public RecordReader(int maxLineBytes = DefaultMaxLineBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLineBytes, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLineBytes, RecordParser.MaxDocumentBytes);
        _maxLineBytes = maxLineBytes;
    }

    /// <summary>Threads that recognise plain events: as many as there are cores, 8 at most.</summary>
    internal int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, MostThreads);

    /// <summary>Bytes that are read at once where plain events are recognised.</summary>
    internal int BlockBytes { get; init; } = UsualBlockBytes;

    /// <summary>False to read all records in full: what recognising plain events must agree with.</summary>
    internal bool RecognisesPlainEvents { get; init; } = true;

    /// <summary>Reads all records of the given paths in the order given (folders: their files by name), <c>-</c> being <paramref name="standardInput"/>.</summary>
    /// <remarks>Files named explicitly are read whatever their name; folders give <c>*.log *.json *.ndjson *.jsonl</c>, rotated <c>*.log.N</c> / <c>*-TIME.log</c>, and each with <c>.gz</c>.</remarks>
    /// <exception cref="InputException">A path cannot be read.</exception>
    public async IAsyncEnumerable<InputRecord> ReadAsync(
        IReadOnlyList<string> paths, Stream? standardInput, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new ReadBuffer();
        var found = new RecordList();
        foreach (var path in InputPaths.Expand(paths))
        {
            await using var stream = Open(path, standardInput);
            var parser = new RecordParser(path, _maxLineBytes, found);
            buffer.Reset();
            for (var isOpen = true; isOpen;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                isOpen = Take(parser, buffer, stream, await ReadBlockAsync(path, stream, buffer.Free, cancellationToken));
                foreach (var record in found.Records)
                {
                    yield return record;
                }

                found.Records.Clear();
            }
        }
    }

    /// <summary>Shows all records to a visitor without copying them; else as <see cref="ReadAsync"/>. The fast way for a pass over much input.</summary>
    /// <param name="paths">Files, folders, <c>-</c>.</param>
    /// <param name="standardInput">What <c>-</c> means.</param>
    /// <param name="visitor">Is shown each record, and gives false to stop.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="InputException">A path cannot be read.</exception>
    public InputTotals Visit(IReadOnlyList<string> paths, Stream? standardInput, RecordVisitor visitor, CancellationToken cancellationToken)
    {
        var buffer = new ReadBuffer();
        var sink = new VisitorSink(visitor);
        var files = 0;
        long bytes = 0;
        foreach (var path in InputPaths.Expand(paths))
        {
            using var stream = Open(path, standardInput);
            files++;
            var parser = new RecordParser(path, _maxLineBytes, sink);
            buffer.Reset();
            for (var isOpen = true; isOpen && !sink.IsStopped;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                isOpen = Take(parser, buffer, stream, ReadBlock(path, stream, buffer.Free));
            }

            bytes += buffer.BytesRead;
            if (sink.IsStopped)
            {
                break;
            }
        }

        return new InputTotals(files, sink.Records, sink.Problems, bytes);
    }

    /// <summary>
    /// As <see cref="Visit(IReadOnlyList{string}, Stream?, RecordVisitor, CancellationToken)"/>, with plain events recognised on all cores and shown on their own.
    /// The order of all that is shown is that of the input.
    /// </summary>
    /// <param name="paths">Files, folders, <c>-</c>.</param>
    /// <param name="standardInput">What <c>-</c> means.</param>
    /// <param name="visitor">Is shown each record that is not a plain event, and gives false to stop.</param>
    /// <param name="judges">Makes a judge for each thread.</param>
    /// <param name="plainSink">Is shown the plain events that were kept.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <param name="indexes">Where indexes of large files are and are made; null to read all.</param>
    /// <exception cref="InputException">A path cannot be read.</exception>
    public InputTotals Visit(
        IReadOnlyList<string> paths, Stream? standardInput, RecordVisitor visitor, Func<PlainJudge> judges, IPlainSink plainSink, CancellationToken cancellationToken,
        InputIndexes? indexes = null)
    {
        if (!RecognisesPlainEvents)
        {
            return Visit(paths, standardInput, visitor, cancellationToken);
        }

        var sink = new VisitorSink(visitor);
        var reader = new BlockReader(InputPaths.Expand(paths), Open, cancellationToken);
        using var scan = new BlockScan(reader, judges, _maxLineBytes, Threads, BlockBytes, cancellationToken);
        var window = new BlockWindow(sink, plainSink, _maxLineBytes);
        while (!sink.IsStopped && scan.Next() is { } block)
        {
            Pass(block, window, sink, indexes);
            scan.Release(block);
        }

        return new InputTotals(
            reader.Files, sink.Records + window.PlainRecords, sink.Problems, reader.Bytes, reader.SkippedBlocks, reader.SkippedRecords);

        OpenedInput Open(string path) => indexes is null || path == InputPaths.StandardInput
            ? new OpenedInput(RecordReader.Open(path, standardInput))
            : indexes.Open(path, _maxLineBytes, cancellationToken);
    }

    private void Pass(InputBlock block, BlockWindow window, VisitorSink sink, InputIndexes? indexes)
    {
        if (block.Recorder is not { } recorder)
        {
            window.Pass(block);
            return;
        }

        var (isOpen, plain, others, problems) = (window.IsEmpty || block.IsFileStart, window.PlainRecords, sink.Records, sink.Problems);
        window.Pass(block);

        // All of the block and nothing else was shown, as plain events: the first line of a file by the full reader, which has to have found the same.
        others = sink.Records - others;
        var isSound = isOpen && window.IsEmpty && sink.Problems == problems && others <= (block.IsFileStart ? 1 : 0)
            && window.PlainRecords - plain + others == block.Summary?.Records;
        recorder.Add(block, isSound);
        if (block is { IsFileEnd: true, Problem: null } && !sink.IsStopped)
        {
            indexes?.Save(recorder, _maxLineBytes);
        }
    }

    private static bool Take(RecordParser parser, ReadBuffer buffer, Stream stream, int count)
    {
        buffer.Advance(count);
        buffer.Pass(parser, count == 0 ? InputEnd.Final : InputEnd.More);
        if (count == 0 && stream is GzipInput { Problem: { } problem })
        {
            parser.AddProblem(problem);
        }

        return count > 0;
    }

    private static Stream Open(string path, Stream? standardInput)
    {
        if (path != InputPaths.StandardInput)
        {
            return InputStream.Open(path);
        }

        return InputStream.Decode(standardInput ?? throw new InputException("Standard input cannot be read: there is none."));
    }

    private static int ReadBlock(string path, Stream stream, Memory<byte> block)
    {
        try
        {
            return stream.Read(block.Span);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read: {InputStream.Reason(e)}.", e);
        }
    }

    private static async ValueTask<int> ReadBlockAsync(string path, Stream stream, Memory<byte> block, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(block, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read: {InputStream.Reason(e)}.", e);
        }
    }

    private sealed class RecordList : IRecordSink
    {
        public List<InputRecord> Records { get; } = [];

        public void Add(in RecordView record) => Records.Add(record.ToRecord());

        public void EndUnit(long offset, long line)
        {
        }
    }

    private sealed class VisitorSink(RecordVisitor visitor) : IRecordSink
    {
        public long Records { get; private set; }

        public long Problems { get; private set; }

        public bool IsStopped { get; private set; }

        public void Add(in RecordView record)
        {
            // The rest of a block after a stop is parsed and not shown.
            if (IsStopped)
            {
                return;
            }

            Records++;
            Problems += record.Problem is null ? 0 : 1;
            IsStopped = !visitor(record);
        }

        public void EndUnit(long offset, long line)
        {
        }
    }
}
