using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>Remembers what searches of this process have stored already, so that each search stores only what is new, and how long a stretch a few calls search. Safe for several clusters at once.</summary>
/// <remarks>Forgetting costs time, never an event: what is stored twice is stored once.</remarks>
internal sealed class SearchMemory
{
    /// <summary>Records remembered a cluster; then it starts anew. Unit: records.</summary>
    private const int MaxRemembered = 500_000;

    private const int FewCalls = 8;
    private const int ManyCalls = 30;
    private static readonly TimeSpan FirstStretch = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestStretch = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestStretch = TimeSpan.FromHours(6);

    private readonly ConcurrentDictionary<string, TimeSpan> _stretches = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HashSet<UInt128>> _known = new(StringComparer.Ordinal);

    /// <summary>What stands for a record's bytes.</summary>
    public static UInt128 KeyOf(ReadOnlySpan<byte> message)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>How long a stretch to search in one go.</summary>
    public TimeSpan StretchOf(string cluster) => _stretches.GetValueOrDefault(cluster, FirstStretch);

    /// <summary>Notes how many calls a stretch took: a large log is searched in shorter ones, so that a run can end between them.</summary>
    public void Learn(string cluster, int calls)
    {
        var stretch = StretchOf(cluster);
        _stretches[cluster] = calls > ManyCalls ? Max(stretch / 2, ShortestStretch) : calls <= FewCalls ? Min(stretch * 2, LongestStretch) : stretch;
    }

    /// <summary>True if the cluster's record was stored by an earlier search.</summary>
    public bool Contains(string cluster, UInt128 key) => _known.TryGetValue(cluster, out var known) && known.Contains(key);

    /// <summary>Forgets the records of a cluster: nothing says any more that they are stored.</summary>
    public void Forget(string cluster) => _known.TryRemove(cluster, out _);

    /// <summary>Remembers records; call it once they are committed. One run of a cluster at a time.</summary>
    public void Add(string cluster, IReadOnlyCollection<UInt128> keys)
    {
        var known = _known.GetOrAdd(cluster, _ => []);
        if (known.Count + keys.Count > MaxRemembered)
        {
            known.Clear();
        }

        known.UnionWith(keys);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
