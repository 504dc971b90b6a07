using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using AuditDashboard.Harvest.Input.Indexing;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Harvest.Input;

/// <summary>Lines of one file that were read at once, and what plain events were recognised in them ahead of their turn.</summary>
internal sealed class InputBlock(int size)
{
    private readonly List<PlainRun> _runs = [];
    private readonly List<PlainRecord> _kept = [];
    private int _next;

    /// <summary>The bytes, of which <see cref="Length"/> are used.</summary>
    public byte[] Bytes { get; } = new byte[size];

    /// <summary>How many bytes there are. They end with a line end, or with the file, or in a line that is longer than a block.</summary>
    public int Length { get; set; }

    /// <summary>The file.</summary>
    public string File { get; private set; } = "";

    /// <summary>True if the file begins here.</summary>
    public bool IsFileStart { get; private set; }

    /// <summary>True if a line begins here.</summary>
    public bool IsLineStart { get; private set; }

    /// <summary>True if the file ends here.</summary>
    public bool IsFileEnd { get; set; }

    /// <summary>A problem of the file as a whole; null without.</summary>
    public string? Problem { get; set; }

    /// <summary>Blocks right before this one that were not read; none by default.</summary>
    public SkippedRun Skipped { get; set; }

    /// <summary>Takes the block for an index; null if none is made of its file.</summary>
    public IndexRecorder? Recorder { get; set; }

    /// <summary>What an index would say of the block; null without a recorder.</summary>
    public BlockSummary? Summary { get; private set; }

    /// <summary>What stopped the reading, thrown when it is this block's turn; null if nothing did.</summary>
    public ExceptionDispatchInfo? Failure { get; set; }

    /// <summary>True once all is recognised.</summary>
    public bool IsDone { get; set; }

    /// <summary>Fields that the judge kept.</summary>
    public FieldStore Fields { get; } = new();

    /// <summary>Makes an empty block.</summary>
    public void Reset(string file, bool isFileStart, bool isLineStart)
    {
        _runs.Clear();
        _kept.Clear();
        _next = 0;
        Fields.Clear();
        Length = 0;
        File = file;
        IsFileStart = isFileStart;
        IsLineStart = isLineStart;
        IsFileEnd = false;
        Problem = null;
        Skipped = default;
        Recorder = null;
        Summary = null;
        Failure = null;
        IsDone = false;
    }

    /// <summary>Recognises the plain events of all lines.</summary>
    /// <param name="judge">Says which are kept.</param>
    /// <param name="maxLineBytes">Longest record.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Recognise(PlainJudge judge, int maxLineBytes)
    {
        var text = Bytes.AsSpan(0, Length);
        var at = IsLineStart ? 0 : LineEnd(text, 0);
        if (Recorder is not null)
        {
            Summary = IsLineStart ? judge.Summariser.Read(text, maxLineBytes) : BlockSummary.Opaque(Length);
        }

        if (IsFileStart && Skipped.Blocks == 0)
        {
            // The first line may be a header or begin with a byte order mark: it is for the full reader.
            var first = text.IndexOfAnyExcept(" \t\r\n"u8);
            at = first < 0 ? Length : LineEnd(text, first);
        }

        var run = new PlainRun(at, at, 0, 0, _kept.Count, 0);
        while (at < text.Length)
        {
            if (!judge.Events.TryTake(text[at..], maxLineBytes, out var length, out var lineLength))
            {
                Close(run);
                at = LineEnd(text, at);
                run = new PlainRun(at, at, 0, 0, _kept.Count, 0);
                continue;
            }

            var record = new PlainRecord { Offset = at, Length = length };
            if (judge.Keep(Bytes.AsMemory(at, length), Fields, ref record))
            {
                _kept.Add(record);
            }

            at += lineLength;
            run = run with { End = at, Records = run.Records + 1, MessageBytes = run.MessageBytes + length };
        }

        Close(run);
    }

    /// <summary>Gives the plain events that begin at a place, up to the next line that is something else. Places must not fall.</summary>
    /// <param name="place">A place of the block, where a line begins.</param>
    /// <param name="run">The events.</param>
    public bool TryTake(int place, out PlainRun run)
    {
        // A document of several lines may have taken some of them along.
        while (_next < _runs.Count && _runs[_next].Start < place)
        {
            _next++;
        }

        run = _next < _runs.Count && _runs[_next].Start == place ? _runs[_next++] : default;
        return run.Records > 0;
    }

    /// <summary>Shows the events of a run.</summary>
    public void Show(in PlainRun run, IPlainSink sink)
    {
        sink.Count(run.Records, run.MessageBytes);
        for (var i = run.FirstKept; i < run.FirstKept + run.Kept; i++)
        {
            sink.Take(Bytes.AsMemory(_kept[i].Offset, _kept[i].Length), _kept[i], Fields);
        }
    }

    private void Close(in PlainRun run)
    {
        if (run.Records > 0)
        {
            _runs.Add(run with { Kept = _kept.Count - run.FirstKept });
        }
    }

    // Behind the line end that follows a place.
    private static int LineEnd(ReadOnlySpan<byte> text, int place)
    {
        var end = text[place..].IndexOf((byte)'\n');
        return end < 0 ? text.Length : place + end + 1;
    }
}

/// <summary>Lines of a block that follow each other and are plain events.</summary>
/// <param name="Start">Where the first begins.</param>
/// <param name="End">Behind the last one's line end.</param>
/// <param name="Records">How many there are.</param>
/// <param name="MessageBytes">Bytes of the events.</param>
/// <param name="FirstKept">Number of the first that was kept.</param>
/// <param name="Kept">How many were kept.</param>
internal readonly record struct PlainRun(int Start, int End, int Records, long MessageBytes, int FirstKept, int Kept);
