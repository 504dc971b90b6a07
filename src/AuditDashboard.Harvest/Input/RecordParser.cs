namespace AuditDashboard.Harvest.Input;

/// <summary>Cuts the bytes of one input into units (a line, a JSON document of several lines, a CSV row) and shows their records to a sink.</summary>
/// <remarks>
/// What a unit is, is decided anew for each: NDJSON stays line by line whatever the lines hold. Only a line that ends between two JSON tokens
/// (<c>{</c>, or <c>"results": [</c>) may go on in the next one, and only if the whole then is sound JSON; else that line alone is a problem
/// and reading goes on with the next, so that a cut line never takes good ones with it.
/// </remarks>
internal sealed class RecordParser
{
    /// <summary>Longest document of several lines, and longest line that carries many events. Unit: bytes.</summary>
    public const int MaxDocumentBytes = 64 * 1024 * 1024;

    /// <summary>Bytes that may be looked at again after a document turned out to be none: hostile input must not cost more than a few passes.</summary>
    private const long MaxRescanBytes = 4L * MaxDocumentBytes;

    private const string CutProblem = "Not valid JSON: the line ends inside a JSON value.";

    private readonly int _maxLineBytes;
    private readonly IRecordSink _sink;
    private readonly RecordUnwrapper _unwrapper;
    private CsvExport? _csv;
    private bool _isStart = true;
    private byte[]? _longLine;
    private long _rescanned;

    /// <summary>Starts at the beginning of an input.</summary>
    /// <param name="file">Its name in records.</param>
    /// <param name="maxLineBytes">Longest record.</param>
    /// <param name="sink">Takes the records.</param>
    public RecordParser(string file, int maxLineBytes, IRecordSink sink)
    {
        _maxLineBytes = maxLineBytes;
        _sink = sink;
        _unwrapper = new RecordUnwrapper(file, maxLineBytes, sink);
    }

    /// <summary>Bytes used up.</summary>
    public long Offset { get; private set; }

    /// <summary>Line ends used up.</summary>
    public long Line { get; private set; }

    /// <summary>Goes on where an earlier parser stopped.</summary>
    /// <param name="beginning">The input's first bytes: a CSV export is told by its header.</param>
    /// <param name="offset">Bytes used up before.</param>
    /// <param name="line">Line ends used up before.</param>
    public void Resume(ReadOnlySpan<byte> beginning, long offset, long line)
    {
        Offset = offset;
        Line = line;
        if (offset > 0)
        {
            _isStart = false;
            var header = SkipByteOrderMark(beginning).TrimStart(" \t\r\n"u8);
            var end = header.IndexOf((byte)'\n');
            _csv = end > 0 ? CsvExport.TryReadHeader(header[..end].TrimEnd(" \t\r"u8)) : null;
        }
    }

    /// <summary>Passes over lines that are known to be nothing but plain events.</summary>
    /// <param name="bytes">Their bytes.</param>
    /// <param name="lines">Their number.</param>
    public void Skip(long bytes, long lines)
    {
        Offset += bytes;
        Line += lines;
        _isStart = false;
    }

    /// <summary>Shows the records of all whole units.</summary>
    /// <param name="window">The bytes from <see cref="Offset"/> on.</param>
    /// <param name="end">What follows them.</param>
    /// <returns>Bytes used up: all with <see cref="InputEnd.Final"/>; what is left otherwise has to be given again, with more behind it.</returns>
    public int Consume(ReadOnlyMemory<byte> window, InputEnd end) => Consume(window, end, ahead: null, plainSink: null);

    /// <summary>Shows the records of all whole units, plain events as they were recognised ahead.</summary>
    /// <param name="window">The bytes from <see cref="Offset"/> on.</param>
    /// <param name="end">What follows them.</param>
    /// <param name="ahead">A block that is the end of the window; null without.</param>
    /// <param name="plainSink">Takes plain events; null without a block.</param>
    /// <returns>As <see cref="Consume(ReadOnlyMemory{byte}, InputEnd)"/>.</returns>
    public int Consume(ReadOnlyMemory<byte> window, InputEnd end, InputBlock? ahead, IPlainSink? plainSink)
    {
        var shift = window.Length - (ahead?.Length ?? 0);
        var used = 0;
        while (used < window.Length)
        {
            // Not at the beginning, where a CSV header or a byte order mark may stand, nor inside anything longer than a line.
            if (ahead is not null && plainSink is not null && !_isStart && _csv is null && _longLine is null
                && used >= shift && ahead.TryTake(used - shift, out var run))
            {
                ahead.Show(run, plainSink);
                Line += run.Records;
                Offset += run.End - run.Start;
                used += run.End - run.Start;
                _sink.EndUnit(Offset, Line);
                continue;
            }

            var unit = NextUnit(window[used..], end);
            if (unit == 0)
            {
                break;
            }

            Line += window.Span.Slice(used, unit).Count((byte)'\n');
            Offset += unit;
            used += unit;
            if (_longLine is null)
            {
                _sink.EndUnit(Offset, Line);
            }
        }

        if (end == InputEnd.Final && _longLine is not null)
        {
            AddLongLine();
            _sink.EndUnit(Offset, Line);
        }

        return used;
    }

    /// <summary>Shows a problem of the input as a whole, such as compressed data that is cut.</summary>
    public void AddProblem(string problem) => _unwrapper.AddProblem(default, Line + 1, problem);

    private int NextUnit(ReadOnlyMemory<byte> rest, InputEnd end)
    {
        var lineEnd = rest.Span.IndexOf((byte)'\n') + 1;
        if (_longLine is not null)
        {
            if (lineEnd > 0)
            {
                AddLongLine();
            }

            return lineEnd == 0 ? rest.Length : lineEnd;
        }

        if (_csv is { } csv)
        {
            return NextRow(csv, rest, lineEnd, end);
        }

        if (lineEnd == 0)
        {
            return NextUnended(rest, end);
        }

        TakeLine(rest[..lineEnd], rest, end, out var used);
        return used;
    }

    /// <summary>Shows a line past the limit at its end and not before, so that one that still grows is not shown at each reading.</summary>
    private void AddLongLine()
    {
        if (_longLine is { } beginning)
        {
            _unwrapper.AddTooLong(beginning, Line + 1);
            _longLine = null;
        }
    }

    /// <summary>A line whose end is not there.</summary>
    private int NextUnended(ReadOnlyMemory<byte> rest, InputEnd end)
    {
        switch (end)
        {
            case InputEnd.Final:
                TakeLine(rest, rest, end, out _);
                return rest.Length;

            case InputEnd.Tail when IsWholeValue(rest):
                // Nothing but a line end can follow a whole value, so it need not be waited for.
                TakeLine(rest, rest, end, out _);
                return rest.Length;

            default:
                if (rest.Length <= _maxLineBytes || (rest.Length < MaxDocumentBytes && BeginsAsList(rest)))
                {
                    return 0;
                }

                if (end == InputEnd.Tail)
                {
                    return 0;
                }

                var line = JsonText.Trim(rest);
                _longLine = line[..Math.Min(line.Length, RecordUnwrapper.KeptBytes)].ToArray();
                _isStart = false;
                return rest.Length;
        }
    }

    private void TakeLine(ReadOnlyMemory<byte> line, ReadOnlyMemory<byte> rest, InputEnd end, out int used)
    {
        used = line.Length;
        var text = JsonText.Trim(_isStart ? line[(line.Length - SkipByteOrderMark(line.Span).Length)..] : line);
        if (text.IsEmpty)
        {
            return;
        }

        if (_isStart && CsvExport.TryReadHeader(text.Span) is { } csv)
        {
            _isStart = false;
            _csv = csv;
            return;
        }

        var number = Line + 1;
        switch (text.Span[0])
        {
            case (byte)'{' or (byte)'[':
                if (text.Length > _maxLineBytes && !BeginsAsList(text))
                {
                    _unwrapper.AddTooLong(text, number);
                    break;
                }

                // With its line end, for a number is whole only where something stands behind it.
                var whole = line[(line.Length - line.Span.TrimStart(" \t\r\n\uFEFF"u8).Length)..];
                var extent = ObjectShape.Read(whole.Span, out var shape);
                if (extent == JsonExtent.Complete)
                {
                    _unwrapper.AddValue(text, shape, number);
                }
                else if (extent == JsonExtent.Unfinished)
                {
                    used = TakeDocument(line, rest, end);
                }
                else if (!TryAddConcatenated(text, number))
                {
                    _unwrapper.AddProblem(text, number, RecordUnwrapper.DescribeNonObject(text.Span));
                }

                break;

            case >= (byte)'0' and <= (byte)'9' when TryAddTimed(text, number):
                break;

            default:
                _unwrapper.AddProblem(text, number, RecordUnwrapper.DescribeNonObject(text.Span));
                break;
        }

        _isStart &= used == 0;
    }

    /// <summary>A JSON value that goes on over several lines, as the AWS command line and jq print it.</summary>
    /// <returns>Bytes used up: the whole document, its first line if it is none, 0 to wait for more.</returns>
    private int TakeDocument(ReadOnlyMemory<byte> line, ReadOnlyMemory<byte> rest, InputEnd end)
    {
        var start = line.Length - SkipByteOrderMark(line.Span).Length;
        if (_rescanned <= MaxRescanBytes)
        {
            var extent = JsonDocumentExtent.Find(rest.Span[start..], out var length);
            if (extent == JsonExtent.Complete)
            {
                var after = rest.Span[(start + length)..];
                var lineEnd = after.IndexOf((byte)'\n') + 1;
                if (lineEnd == 0 && end == InputEnd.More)
                {
                    return 0;
                }

                var value = JsonText.Trim(rest.Slice(start, length));
                _ = ObjectShape.Read(value.Span, out var shape);
                _unwrapper.AddValue(value, shape, Line + 1);

                // Something else on the closing line is a unit of its own.
                after = lineEnd > 0 ? after[..lineEnd] : after;
                return start + length + (after.TrimStart(" \t\r\n"u8).IsEmpty ? after.Length : 0);
            }

            if (extent == JsonExtent.Unfinished && rest.Length < MaxDocumentBytes
                && (end == InputEnd.More || (end == InputEnd.Tail && !LastLineIsWholeObject(rest.Span))))
            {
                return 0;
            }

            _rescanned += length;
        }

        _unwrapper.AddProblem(JsonText.Trim(line[start..]), Line + 1, CutProblem);
        return line.Length;
    }

    private int NextRow(CsvExport csv, ReadOnlyMemory<byte> rest, int lineEnd, InputEnd end)
    {
        var rowEnd = _rescanned <= MaxRescanBytes ? CsvExport.FindRowEnd(rest.Span) : lineEnd > 0 ? lineEnd : -1;
        var isWhole = rowEnd >= 0 || rest.Span.Count((byte)'"') % 2 == 0;
        if (rowEnd < 0 && end != InputEnd.Final && rest.Length < MaxDocumentBytes
            && !(end == InputEnd.Tail && isWhole && rest.Span[^1] == '"'))
        {
            return 0;
        }

        if (!isWhole)
        {
            // A quote that never closes: that line alone is lost, not the rest of the file.
            _rescanned += rest.Length;
            rowEnd = lineEnd;
        }

        var row = rest[..(rowEnd > 0 ? rowEnd : rest.Length)];
        var text = JsonText.Trim(row);
        if (!isWhole)
        {
            _unwrapper.AddProblem(text, Line + 1, "A CSV row whose quotes do not close.");
        }
        else if (!text.IsEmpty)
        {
            csv.AddRow(text, Line + 1, _unwrapper);
        }

        return row.Length;
    }

    /// <summary>A line of CloudWatch's export to S3: <c>2023-07-31T01:58:12.101Z {"kind":"Event",…}</c>.</summary>
    private bool TryAddTimed(ReadOnlyMemory<byte> text, long number)
    {
        var space = text.Span.IndexOf((byte)' ');
        if (space < 0 || !CarrierTime.TryParse(text.Span[..space], out var micros))
        {
            return false;
        }

        _unwrapper.AddText(text[space..], number, new Carrier { TimeMicros = micros });
        return true;
    }

    /// <summary>Firehose puts subscription messages behind each other without a line end: <c>{"messageType":…}{"messageType":…}</c>.</summary>
    private bool TryAddConcatenated(ReadOnlyMemory<byte> text, long number)
    {
        if (!text.Span.StartsWith("{\"messageType\""u8))
        {
            return false;
        }

        var parts = new List<ReadOnlyMemory<byte>>();
        for (var rest = text; !rest.IsEmpty;)
        {
            if (!rest.Span.StartsWith("{\"messageType\""u8) || JsonDocumentExtent.Find(rest.Span, out var length) != JsonExtent.Complete)
            {
                return false;
            }

            parts.Add(rest[..length]);
            rest = JsonText.Trim(rest[length..]);
        }

        foreach (var part in parts)
        {
            _ = ObjectShape.Read(part.Span, out var shape);
            _unwrapper.AddValue(part, shape, number);
        }

        return true;
    }

    private static bool IsWholeValue(ReadOnlyMemory<byte> rest)
    {
        var text = JsonText.Trim(rest).Span;
        var space = text.IndexOf((byte)' ');
        if (space > 0 && CarrierTime.TryParse(text[..space], out _))
        {
            text = text[space..].TrimStart(" \t"u8);
        }

        return text.Length > 1 && text[0] is (byte)'{' or (byte)'[' && ObjectShape.Read(text, out _) == JsonExtent.Complete;
    }

    private static bool LastLineIsWholeObject(ReadOnlySpan<byte> rest)
    {
        var text = rest.TrimEnd(" \t\r\n"u8);
        var start = text.LastIndexOf((byte)'\n') + 1;
        return start > 0 && text[start] == '{' && ObjectShape.Read(text[start..], out _) == JsonExtent.Complete;
    }

    /// <summary>True for beginnings such as <c>[</c> and <c>{"results":</c>: one line with many events in it may be longer than one event.</summary>
    private static bool BeginsAsList(ReadOnlyMemory<byte> rest)
    {
        var text = SkipByteOrderMark(rest.Span).TrimStart(" \t\r\n"u8);
        if (text.IsEmpty || text[0] == '[')
        {
            return !text.IsEmpty;
        }

        var name = text[1..].TrimStart(" \t\r"u8);
        return name.StartsWith("\"results\""u8) || name.StartsWith("\"events\""u8) || name.StartsWith("\"Records\""u8) || name.StartsWith("\"records\""u8)
            || name.StartsWith("\"messageType\""u8) || name.StartsWith("\"owner\""u8) || name.StartsWith("\"logEvents\""u8) || name.StartsWith("\"queryLanguage\""u8)
            || name.StartsWith("\"searchedLogStreams\""u8) || name.StartsWith("\"nextToken\""u8) || name.StartsWith("\"kind\":\"EventList\""u8);
    }

    private static ReadOnlySpan<byte> SkipByteOrderMark(ReadOnlySpan<byte> text) => text.StartsWith("\uFEFF"u8) ? text[3..] : text;
}
