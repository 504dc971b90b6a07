using System.Buffers;

namespace AuditDashboard.Kubernetes.Json;

/// <summary>Member names of an object: their order and whether one occurs twice.</summary>
internal static class JsonNames
{
    /// <summary>Up to here, comparing each with each is quicker than sorting.</summary>
    private const int FewMembers = 12;

    /// <summary>Whether an object has a member twice, escapes undone.</summary>
    public static bool HasDuplicate(in JsonTape tape, int container)
    {
        var nodes = tape.Nodes;
        var end = nodes[container].Next;
        Span<int> few = stackalloc int[FewMembers];
        var count = 0;
        for (var child = container + 1; child < end; child = nodes[child].Next)
        {
            if (count == FewMembers)
            {
                return HasDuplicateAmongMany(tape, container);
            }

            for (var i = 0; i < count; i++)
            {
                if (Compare(tape, few[i], child) == 0)
                {
                    return true;
                }
            }

            few[count++] = child;
        }

        return false;
    }

    /// <summary>Compares the names of two members by their bytes in UTF-8, escapes undone.</summary>
    public static int Compare(in JsonTape tape, int left, int right)
    {
        ref readonly var a = ref tape.Nodes[left];
        ref readonly var b = ref tape.Nodes[right];
        if (!a.NameEscaped && !b.NameEscaped)
        {
            return tape.RawName(left).SequenceCompareTo(tape.RawName(right));
        }

        var buffer = ArrayPool<byte>.Shared.Rent(a.NameLength + b.NameLength);
        var first = JsonText.Unescape(tape.RawName(left), buffer, default);
        var second = JsonText.Unescape(tape.RawName(right), buffer.AsSpan(first), default);
        var order = buffer.AsSpan(0, first).SequenceCompareTo(buffer.AsSpan(first, second));
        ArrayPool<byte>.Shared.Return(buffer);
        return order;
    }

    /// <summary>Sorts members by name, in place. No recursion and no worst case beyond n log n, whatever names a client sends.</summary>
    public static void Sort(in JsonTape tape, Span<int> members)
    {
        if (members.Length <= FewMembers)
        {
            InsertionSort(tape, members);
            return;
        }

        for (var root = (members.Length / 2) - 1; root >= 0; root--)
        {
            SiftDown(tape, members, root);
        }

        for (var last = members.Length - 1; last > 0; last--)
        {
            (members[0], members[last]) = (members[last], members[0]);
            SiftDown(tape, members[..last], 0);
        }
    }

    private static bool HasDuplicateAmongMany(in JsonTape tape, int container)
    {
        var nodes = tape.Nodes;
        var members = ArrayPool<int>.Shared.Rent(nodes[container].Next - container);
        var count = 0;
        for (var child = container + 1; child < nodes[container].Next; child = nodes[child].Next)
        {
            members[count++] = child;
        }

        var sorted = members.AsSpan(0, count);
        Sort(tape, sorted);
        var found = HasEqualNeighbours(tape, sorted);
        ArrayPool<int>.Shared.Return(members);
        return found;
    }

    /// <summary>Whether sorted members hold a name twice.</summary>
    public static bool HasEqualNeighbours(in JsonTape tape, ReadOnlySpan<int> sorted)
    {
        for (var i = 1; i < sorted.Length; i++)
        {
            if (Compare(tape, sorted[i - 1], sorted[i]) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static void InsertionSort(in JsonTape tape, Span<int> members)
    {
        for (var i = 1; i < members.Length; i++)
        {
            var member = members[i];
            var at = i;
            for (; at > 0 && Compare(tape, members[at - 1], member) > 0; at--)
            {
                members[at] = members[at - 1];
            }

            members[at] = member;
        }
    }

    private static void SiftDown(in JsonTape tape, Span<int> heap, int root)
    {
        while ((root * 2) + 1 < heap.Length)
        {
            var child = (root * 2) + 1;
            if (child + 1 < heap.Length && Compare(tape, heap[child], heap[child + 1]) < 0)
            {
                child++;
            }

            if (Compare(tape, heap[root], heap[child]) >= 0)
            {
                return;
            }

            (heap[root], heap[child]) = (heap[child], heap[root]);
            root = child;
        }
    }
}
