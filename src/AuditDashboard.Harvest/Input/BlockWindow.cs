using AuditDashboard.Harvest.Input.Indexing;

namespace AuditDashboard.Harvest.Input;

/// <summary>Passes blocks, in order, to the parsers of their files, and keeps what a parser wants to see again with more behind it.</summary>
internal sealed class BlockWindow
{
    private readonly IRecordSink _sink;
    private readonly CountingSink _plainSink;
    private readonly int _maxLineBytes;
    private RecordParser? _parser;
    private byte[] _rest = [];
    private int _restLength;
    private int _nextLook;

    public BlockWindow(IRecordSink sink, IPlainSink plainSink, int maxLineBytes)
    {
        _sink = sink;
        _plainSink = new CountingSink(plainSink);
        _maxLineBytes = maxLineBytes;
    }

    /// <summary>Plain events shown or passed over so far.</summary>
    public long PlainRecords => _plainSink.Records;

    /// <summary>True if nothing is kept to be seen again.</summary>
    public bool IsEmpty => _restLength == 0;

    /// <summary>Shows what a block holds.</summary>
    public void Pass(InputBlock block)
    {
        if (block.IsFileStart || _parser is null)
        {
            _parser = new RecordParser(block.File, _maxLineBytes, _sink);
            _restLength = 0;
        }

        if (block.Skipped.Blocks > 0)
        {
            Skip(_parser, block.Skipped);
        }

        var end = block.IsFileEnd ? InputEnd.Final : InputEnd.More;
        if (_restLength == 0)
        {
            var window = block.Bytes.AsMemory(0, block.Length);
            Keep(window.Span[_parser.Consume(window, end, block, _plainSink)..]);
            _nextLook = 0;
        }
        else
        {
            Append(block.Bytes.AsSpan(0, block.Length));

            // Each look at a long unit costs as much as the unit is long: so it is looked at when it has doubled.
            if (block.IsFileEnd || _restLength >= Math.Min(_nextLook, RecordParser.MaxDocumentBytes))
            {
                var used = _parser.Consume(_rest.AsMemory(0, _restLength), end, block, _plainSink);
                Keep(_rest.AsSpan(used, _restLength - used));
                _nextLook = 2 * _restLength;
            }
        }

        if (block.IsFileEnd && block.Problem is { } problem)
        {
            _parser.AddProblem(problem);
        }
    }

    // Blocks are left out only where something new begins. Were there a rest all the same, it would end here and not swallow what follows.
    private void Skip(RecordParser parser, in SkippedRun skipped)
    {
        if (_restLength > 0)
        {
            parser.Consume(_rest.AsMemory(0, _restLength), InputEnd.Final);
            Keep([]);
        }

        parser.Skip(skipped.Length, skipped.Records);
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            // A long unit is over.
            _rest = [];
        }
        else if (_rest.Length < rest.Length)
        {
            _rest = rest.ToArray();
        }
        else
        {
            rest.CopyTo(_rest);
        }

        _restLength = rest.Length;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_rest.Length - _restLength < bytes.Length)
        {
            // The parser gives up a unit past its limit, so this ends.
            Array.Resize(ref _rest, Math.Max(Math.Min(_rest.Length * 2, RecordParser.MaxDocumentBytes), _restLength + bytes.Length));
        }

        bytes.CopyTo(_rest.AsSpan(_restLength));
        _restLength += bytes.Length;
    }

    private sealed class CountingSink(IPlainSink sink) : IPlainSink
    {
        public long Records { get; private set; }

        public void Count(long records, long bytes)
        {
            Records += records;
            sink.Count(records, bytes);
        }

        public void Take(ReadOnlyMemory<byte> message, in PlainRecord record, LogsInsights.FieldStore fields) => sink.Take(message, record, fields);
    }
}
