using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>Remembers what searches of this process have stored already, so that each search stores only what is new. Safe for several clusters at once.</summary>
/// <remarks>Forgetting costs time, never an event: what is stored twice is stored once.</remarks>
internal sealed class KnownRecords
{
    /// <summary>Records remembered a cluster; then it starts anew. Unit: records.</summary>
    private const int MaxRemembered = 500_000;

    private readonly ConcurrentDictionary<string, HashSet<UInt128>> _known = new(StringComparer.Ordinal);

    /// <summary>What stands for a record's bytes.</summary>
    public static UInt128 KeyOf(ReadOnlySpan<byte> message)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>True if the cluster's record was stored by an earlier search.</summary>
    public bool Contains(string cluster, UInt128 key) => _known.TryGetValue(cluster, out var known) && known.Contains(key);

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
}
