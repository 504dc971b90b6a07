using System.Runtime.InteropServices;
using AuditDashboard.Storage;

namespace AuditDashboard.Commands.Querying;

/// <summary>Counts of canned queries per UTC minute.</summary>
internal sealed class CannedBins(int queries)
{
    private readonly Dictionary<long, long>[] _bins = MakeBins(queries);

    /// <summary>Matches without any time: they are in no bin.</summary>
    public long Undated { get; private set; }

    /// <summary>Counts a match in the bin of each query of the mask.</summary>
    public void Add(ulong mask, long? timeMicros)
    {
        if (timeMicros is not { } time)
        {
            Undated++;
            return;
        }

        var minute = time - (((time % TimeWindow.MinuteMicros) + TimeWindow.MinuteMicros) % TimeWindow.MinuteMicros); // down, before 1970 too
        for (var i = 0; i < _bins.Length; i++)
        {
            if ((mask >> i & 1) == 1)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_bins[i], minute, out _)++;
            }
        }
    }

    /// <summary>The bins of one query that hold anything, oldest first.</summary>
    public IEnumerable<(long StartMicros, long Count)> Of(int query)
    {
        var starts = new long[_bins[query].Count];
        _bins[query].Keys.CopyTo(starts, 0);
        Array.Sort(starts);
        foreach (var start in starts)
        {
            yield return (start, _bins[query][start]);
        }
    }

    private static Dictionary<long, long>[] MakeBins(int queries)
    {
        var bins = new Dictionary<long, long>[queries];
        for (var i = 0; i < bins.Length; i++)
        {
            bins[i] = [];
        }

        return bins;
    }
}
