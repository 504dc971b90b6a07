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
    private readonly KeyEntry[]?[] _tables;

    public KeyTable(FieldPaths paths, IReadOnlyList<string> names)
    {
        _paths = paths;
        _tables = new KeyEntry[]?[paths.NodeCount];
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

    /// <summary>What a key of an object leads to; a null reference if to no field.</summary>
    /// <param name="container">The object's node.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="room">Bytes that may be read from there on, the key's own at least.</param>
    /// <param name="length">Length of the key in bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly KeyEntry Find(int container, ref byte key, int room, int length)
    {
        if (_tables[container] is not { } table)
        {
            return ref Unsafe.NullRef<KeyEntry>();
        }

        var head = room >= sizeof(ulong) ? Head(ref key, length) : HeadAtEnd(ref key, length);
        for (var at = Slot(head, length, table.Length); ; at = (at + 1) & (table.Length - 1))
        {
            ref readonly var entry = ref table[at];
            if (entry.Head == head && entry.Length == length && (length <= sizeof(ulong) || RestIs(ref key, length, entry)))
            {
                return ref entry;
            }

            if (entry.Key is null)
            {
                return ref Unsafe.NullRef<KeyEntry>();
            }
        }
    }

    // Longer than eight bytes: those up to 16 are told by their last eight, which overlap the first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool RestIs(ref byte key, int length, in KeyEntry entry) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref key, length - sizeof(ulong))) == entry.Tail
        && (length <= 2 * sizeof(ulong) || MemoryMarshal.CreateReadOnlySpan(ref key, length).SequenceEqual(entry.Key));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong HeadAtEnd(ref byte key, int length)
    {
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        MemoryMarshal.CreateReadOnlySpan(ref key, Math.Min(length, padded.Length)).CopyTo(padded);
        return Head(ref padded[0], length);
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

    private KeyEntry[] Build(Dictionary<string, int> keys)
    {
        // A quarter full at most, so that a key that leads nowhere mostly meets an empty entry at once.
        var table = new KeyEntry[BitOperations.RoundUpToPowerOf2((uint)keys.Count * 4)];
        Array.Fill(table, new KeyEntry(0, 0, -1, null, -1, -1, -1, false));
        foreach (var (name, node) in keys)
        {
            var key = System.Text.Encoding.UTF8.GetBytes(name);
            var padded = new byte[Math.Max(key.Length, sizeof(ulong))];
            key.CopyTo(padded, 0);
            var head = Head(ref padded[0], key.Length);
            var tail = Unsafe.ReadUnaligned<ulong>(ref padded[padded.Length - sizeof(ulong)]);
            var at = Slot(head, key.Length, table.Length);
            while (table[at].Key is not null)
            {
                at = (at + 1) & (table.Length - 1);
            }

            table[at] = new KeyEntry(head, tail, key.Length, key, node, _paths.FieldAt(node), _paths.Step(node, (byte)'.'), name.Contains('.', StringComparison.Ordinal));
        }

        return table;
    }

    private int Walk(int node, string part) => _paths.Walk(node, System.Text.Encoding.UTF8.GetBytes(part));
}

/// <summary>A key and what it leads to.</summary>
/// <param name="Head">Its first eight bytes, zeros behind a shorter one.</param>
/// <param name="Tail">Its last eight bytes; zeros behind a shorter one.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Key">The whole key; null for an empty place of the table.</param>
/// <param name="Node">Its node in <see cref="FieldPaths"/>.</param>
/// <param name="Field">The field that ends there, or -1.</param>
/// <param name="Child">The node of an object or list behind it, or -1.</param>
/// <param name="HasDot">True if the key itself holds a dot.</param>
internal readonly record struct KeyEntry(ulong Head, ulong Tail, int Length, byte[]? Key, int Node, int Field, int Child, bool HasDot);
