using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights;

/// <summary>
/// Where the fields of records stand that <see cref="RecordFields"/> read, for a run that takes them later, on another thread. Not safe for several
/// threads at once.
/// </summary>
public sealed class FieldStore
{
    private RawField[] _fields = new RawField[256];
    private int _count;

    /// <summary>Forgets all records.</summary>
    public void Clear() => _count = 0;

    /// <summary>Keeps the fields of a record.</summary>
    /// <returns>What <see cref="Get"/> takes.</returns>
    internal int Add(ReadOnlySpan<RawField> fields)
    {
        var at = _count;
        if (_fields.Length - at < fields.Length)
        {
            Array.Resize(ref _fields, Math.Max(_fields.Length * 2, at + fields.Length));
        }

        fields.CopyTo(_fields.AsSpan(at));
        _count += fields.Length;
        return at;
    }

    /// <summary>The fields of a record.</summary>
    /// <param name="at">What <see cref="Add"/> gave.</param>
    /// <param name="count">How many they are.</param>
    internal ReadOnlySpan<RawField> Get(int at, int count) => _fields.AsSpan(at, count);
}
