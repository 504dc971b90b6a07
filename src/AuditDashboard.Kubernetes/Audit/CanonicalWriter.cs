using System.Buffers;
using System.Text.Json;
using AuditDashboard.Kubernetes.Json;

namespace AuditDashboard.Kubernetes.Audit;

/// <summary>Writes JSON with members sorted by the bytes of their names, without white space, numbers as written and strings escaped in one way only.</summary>
internal ref struct CanonicalWriter
{
    private static readonly SearchValues<byte> NeedsEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private readonly JsonTape _tape;
    private readonly Span<byte> _output;
    private int _written;

    public CanonicalWriter(in JsonTape tape, Span<byte> output)
    {
        _tape = tape;
        _output = output;
    }

    /// <summary>False where an object has a member twice.</summary>
    public bool TryWrite(out int length)
    {
        var isClean = WriteValue(0);
        length = _written;
        return isClean;
    }

    // Recursion is bounded by AuditEventReader.MaxDepth, which the caller has checked.
    private bool WriteValue(int index)
    {
        ref readonly var node = ref _tape.Nodes[index];
        switch (node.Type)
        {
            case JsonTokenType.StartObject:
                return WriteObject(index);
            case JsonTokenType.StartArray:
                return WriteArray(index);
            case JsonTokenType.String:
                WriteString(_tape.RawValue(index), node.ValueEscaped);
                return true;
            default:
                Write(_tape.RawValue(index));
                return true;
        }
    }

    private bool WriteObject(int index)
    {
        var nodes = _tape.Nodes;
        var end = nodes[index].Next;
        var members = ArrayPool<int>.Shared.Rent(16);
        try
        {
            var count = 0;
            for (var child = index + 1; child < end; child = nodes[child].Next)
            {
                if (count == members.Length)
                {
                    var larger = ArrayPool<int>.Shared.Rent(count * 2);
                    members.CopyTo(larger, 0);
                    ArrayPool<int>.Shared.Return(members);
                    members = larger;
                }

                members[count++] = child;
            }

            var sorted = members.AsSpan(0, count);
            JsonNames.Sort(_tape, sorted);
            if (JsonNames.HasEqualNeighbours(_tape, sorted))
            {
                return false;
            }

            Write((byte)'{');
            for (var i = 0; i < count; i++)
            {
                if (i > 0)
                {
                    Write((byte)',');
                }

                WriteString(_tape.RawName(sorted[i]), nodes[sorted[i]].NameEscaped);
                Write((byte)':');
                if (!WriteValue(sorted[i]))
                {
                    return false;
                }
            }

            Write((byte)'}');
            return true;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(members);
        }
    }

    private bool WriteArray(int index)
    {
        var end = _tape.Nodes[index].Next;
        Write((byte)'[');
        for (var child = index + 1; child < end; child = _tape.Nodes[child].Next)
        {
            if (child > index + 1)
            {
                Write((byte)',');
            }

            if (!WriteValue(child))
            {
                return false;
            }
        }

        Write((byte)']');
        return true;
    }

    private void WriteString(ReadOnlySpan<byte> raw, bool escaped)
    {
        Write((byte)'"');
        if (escaped)
        {
            WriteEscaped(raw);
        }
        else
        {
            Write(raw);
        }

        Write((byte)'"');
    }

    /// <summary>Undoes the escapes and puts back only those that JSON demands, so that <c>"\u0041"</c> and <c>"A"</c> are the same.</summary>
    private void WriteEscaped(ReadOnlySpan<byte> raw)
    {
        var rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        ReadOnlySpan<byte> text = rented.AsSpan(0, JsonText.Unescape(raw, rented, default));
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(NeedsEscape);
            Write(plain < 0 ? text : text[..plain]);
            if (plain < 0)
            {
                break;
            }

            WriteEscape(text[plain]);
            text = text[(plain + 1)..];
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    // Each is at most as long as what it was read from, so the output never outgrows the record.
    private void WriteEscape(byte value)
    {
        var shortForm = value switch
        {
            (byte)'"' or (byte)'\\' => value,
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            _ => (byte)0,
        };
        if (shortForm != 0)
        {
            Write((byte)'\\');
            Write(shortForm);
            return;
        }

        Write("\\u00"u8);
        Write((byte)(value < 16 ? '0' : '1'));
        Write("0123456789abcdef"u8[value & 15]);
    }

    private void Write(byte value) => _output[_written++] = value;

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_output[_written..]);
        _written += bytes.Length;
    }
}
