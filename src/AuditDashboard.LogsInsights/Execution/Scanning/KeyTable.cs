using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AuditDashboard.LogsInsights.Execution.Scanning;

/// <summary>
/// The keys that lead to a field of <see cref="FieldPaths"/>, for each object in which one may stand. Answers as <see cref="FieldPaths.Walk"/>
/// does for keys that lead to anything, without walking the key byte by byte.
/// </summary>
internal sealed class KeyTable
{
    private readonly FieldPaths _paths;
    private readonly Entry[]?[] _tables;

    public KeyTable(FieldPaths paths, IReadOnlyList<string> names)
    {
        _paths = paths;
        _tables = new Entry[]?[paths.NodeCount];
        var keys = new Dictionary<int, Dictionary<string, int>>();
        foreach (var name in names)
        {
            // Of "a.b.c": in the record itself a, a.b and a.b.c; in a: b and b.c; in a.b: c.
            for (var start = 0; start >= 0; start = name.IndexOf('.', start) + 1 is var next and > 0 ? next : -1)
            {
                var container = Walk(0, name[..start]);
                if (!keys.TryGetValue(container, out var here))
                {
                    keys.Add(container, here = new Dictionary<string, int>(StringComparer.Ordinal));
                }

                for (var end = start; end >= 0;)
                {
                    end = name.IndexOf('.', end);
                    var key = end < 0 ? name[start..] : name[start..end];
                    here.TryAdd(key, Walk(container, key));
                    end = end < 0 ? -1 : end + 1;
                }
            }
        }

        foreach (var (container, here) in keys)
        {
            _tables[container] = Build(here);
        }
    }

    /// <summary>The node behind a key of an object at a node; -1 if the key leads to no field.</summary>
    /// <param name="container">The object's node.</param>
    /// <param name="text">The text in which the key stands.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="length">Length of the key in bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int container, ReadOnlySpan<byte> text, int key, int length)
    {
        if (_tables[container] is not { } table)
        {
            return -1;
        }

        if (text.Length - key < sizeof(ulong))
        {
            return _paths.Walk(container, text.Slice(key, length));
        }

        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetReference(text), key);
        var head = Head(ref first, length);
        for (var at = Slot(head, length, table.Length); ; at = (at + 1) & (table.Length - 1))
        {
            ref readonly var entry = ref table[at];
            if (entry.Key is null)
            {
                return -1;
            }

            if (entry.Head == head && entry.Key.Length == length
                && (length <= sizeof(ulong) || MemoryMarshal.CreateReadOnlySpan(ref first, length).SequenceEqual(entry.Key)))
            {
                return entry.Node;
            }
        }
    }

    // The first eight bytes of the key; bytes behind a shorter one are cut off.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Head(ref byte first, int length)
    {
        var head = Unsafe.ReadUnaligned<ulong>(ref first);
        return length >= sizeof(ulong) ? head : head & ((1UL << (8 * length)) - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Slot(ulong head, int length, int size) =>
        (int)(((head + (ulong)length) * 0x9E37_79B9_7F4A_7C15UL) >> 40) & (size - 1);

    private static Entry[] Build(Dictionary<string, int> keys)
    {
        // A quarter full at most, so that a key that leads nowhere mostly meets an empty entry at once.
        var table = new Entry[BitOperations.RoundUpToPowerOf2((uint)keys.Count * 4)];
        foreach (var (name, node) in keys)
        {
            var key = System.Text.Encoding.UTF8.GetBytes(name);
            var padded = new byte[Math.Max(key.Length, sizeof(ulong))];
            key.CopyTo(padded, 0);
            var head = Head(ref padded[0], key.Length);
            var at = Slot(head, key.Length, table.Length);
            while (table[at].Key is not null)
            {
                at = (at + 1) & (table.Length - 1);
            }

            table[at] = new Entry(head, key, node);
        }

        return table;
    }

    private int Walk(int node, string part) => _paths.Walk(node, System.Text.Encoding.UTF8.GetBytes(part));

    private readonly record struct Entry(ulong Head, byte[]? Key, int Node);
}
