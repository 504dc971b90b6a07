using AuditDashboard.Harvest.Input;
using AuditDashboard.Storage.Files;

namespace AuditDashboard.Harvest.Sources.Files;

/// <summary>Cuts what the parser finds into slices that end where a unit ends.</summary>
/// <param name="start">Position before the first record.</param>
/// <param name="maxRecords">Records in a slice.</param>
internal sealed class SliceCutter(FilePosition start, int maxRecords) : IRecordSink
{
    /// <summary>Huge records must not pile up in one slice. Unit: bytes.</summary>
    private const long MaxSliceBytes = 8 * 1024 * 1024;

    private readonly Queue<FileSlice> _slices = [];
    private List<InputRecord> _unit = [];
    private List<InputRecord> _ready = [];
    private FilePosition _position = start;
    private long _sentOffset = start.Offset;

    /// <summary>Position after the last unit.</summary>
    public FilePosition Position => _position;

    /// <inheritdoc/>
    public void Add(in RecordView record) => _unit.Add(record.ToRecord());

    /// <inheritdoc/>
    public void EndUnit(long offset, long line)
    {
        if (_ready.Count + _unit.Count > maxRecords)
        {
            Send();
        }

        // A document of more records than a slice takes: until its last record nothing vouches for any of them.
        while (_unit.Count > maxRecords)
        {
            _slices.Enqueue(new FileSlice(_position.Path, _position, _unit[..maxRecords], 0, null));
            _unit = _unit[maxRecords..];
        }

        _ready.AddRange(_unit);
        _unit.Clear();
        _position = _position with { Offset = offset, Line = line };
        if (offset - _sentOffset >= MaxSliceBytes)
        {
            Send();
        }
    }

    /// <summary>The input has ended for good: records of a line that was skipped for its length count as well.</summary>
    public void Complete(long offset, long line, bool isComplete)
    {
        if (_unit.Count > 0 || offset > _position.Offset)
        {
            EndUnit(offset, line);
        }

        _position = _position with { IsComplete = isComplete };
    }

    /// <summary>Makes a slice of what is left.</summary>
    public void Send()
    {
        if (_ready.Count == 0 && _position.Offset == _sentOffset)
        {
            return;
        }

        _slices.Enqueue(new FileSlice(_position.Path, _position, _ready, _position.Offset - _sentOffset, null));
        _sentOffset = _position.Offset;
        _ready = [];
    }

    /// <summary>Takes a slice that is ready.</summary>
    public bool TryTake(out FileSlice? slice) => _slices.TryDequeue(out slice);
}
