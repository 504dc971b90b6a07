using System.Runtime.InteropServices;

namespace AuditDashboard.Storage.Events;

/// <summary>Counts numbers: an array for the small ones, which nearly all are, a table for the rest.</summary>
internal sealed class FacetTally
{
    private const int Small = 16_384;

    private readonly Dictionary<long, long> _rest = [];
    private long[] _small = new long[64];

    /// <summary>Counts a number once more, or so many times.</summary>
    public void Add(long number, long times = 1)
    {
        if ((ulong)number >= Small)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_rest, number, out _) += times;
            return;
        }

        if (number >= _small.Length)
        {
            Array.Resize(ref _small, (int)Math.Min(Small, Math.Max(number + 1, _small.Length * 2L)));
        }

        _small[number] += times;
    }

    /// <summary>The counts that are not zero.</summary>
    public Dictionary<long, long> ToCounts()
    {
        var counts = new Dictionary<long, long>(_rest);
        for (var i = 0; i < _small.Length; i++)
        {
            if (_small[i] != 0)
            {
                counts.Add(i, _small[i]);
            }
        }

        return counts;
    }
}
