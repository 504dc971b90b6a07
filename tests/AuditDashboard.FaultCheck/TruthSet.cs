namespace AuditDashboard.FaultCheck;

/// <summary>All that a log group holds over some time, and what must become of it.</summary>
public sealed class TruthSet
{
    private readonly Dictionary<long, TruthRecord> _bySerial = [];

    /// <summary>Makes a set.</summary>
    /// <param name="records">The records as delivered: one number may come more than once.</param>
    public TruthSet(IReadOnlyList<TruthRecord> records)
    {
        Delivered = records;
        foreach (var record in records)
        {
            // Of several deliveries the one that is visible first decides from when on it has to be there.
            if (!_bySerial.TryGetValue(record.Serial, out var known) || record.VisibleAtMs < known.VisibleAtMs)
            {
                _bySerial[record.Serial] = record;
            }
        }
    }

    /// <summary>The records as delivered.</summary>
    public IReadOnlyList<TruthRecord> Delivered { get; }

    /// <summary>Each record once.</summary>
    public IReadOnlyCollection<TruthRecord> Distinct => _bySerial.Values;

    /// <summary>The record of a number; null if there is none.</summary>
    public TruthRecord? Find(long serial) => _bySerial.GetValueOrDefault(serial);
}
