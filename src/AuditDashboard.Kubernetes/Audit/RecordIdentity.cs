using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using AuditDashboard.Kubernetes.Json;

namespace AuditDashboard.Kubernetes.Audit;

/// <summary>Computes the identity of records, before redaction.</summary>
public static class RecordIdentity
{
    /// <summary>Identity of a record in a cluster: members sorted, no insignificant white space, numbers as written; raw bytes where it is not clean JSON.</summary>
    /// <remarks>
    /// SHA-256 over the length of the cluster's name in UTF-8 (four bytes, little endian), the name, and the record. Canonical JSON never equals
    /// the raw bytes of a record that is not clean, because canonical JSON is clean: so two records that differ in content have two identities.
    /// Not clean is: not valid, a member twice in any object, a lone surrogate, bytes that are not UTF-8, or deeper than <see cref="AuditEventReader.MaxDepth"/>.
    /// </remarks>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="record">The record as the source gave it.</param>
    public static RecordId Compute(string cluster, ReadOnlySpan<byte> record)
    {
        var nameLength = Encoding.UTF8.GetByteCount(cluster);
        var headLength = sizeof(int) + nameLength;
        var buffer = ArrayPool<byte>.Shared.Rent(headLength + record.Length);
        try
        {
            BinaryPrimitives.WriteInt32LittleEndian(buffer, nameLength);
            Encoding.UTF8.GetBytes(cluster, buffer.AsSpan(sizeof(int)));
            var body = buffer.AsSpan(headLength, record.Length);
            if (!TryCanonical(record, body, out var length))
            {
                record.CopyTo(body);
                length = record.Length;
            }

            return new RecordId(SHA256.HashData(buffer.AsSpan(0, headLength + length)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes a record in canonical form, which is never longer than the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="output">At least as long as the record.</param>
    /// <param name="length">Bytes written.</param>
    /// <returns>False where the record is not clean JSON.</returns>
    internal static bool TryCanonical(ReadOnlySpan<byte> record, Span<byte> output, out int length)
    {
        length = 0;
        var hasUnicodeEscapes = record.IndexOf("\\u"u8) >= 0;
        if (!Utf8.IsValid(record) || (hasUnicodeEscapes && JsonText.HasLoneSurrogate(record)) || !JsonTape.TryParse(record, out var tape))
        {
            return false;
        }

        using (tape)
        {
            return tape.Depth <= AuditEventReader.MaxDepth && new CanonicalWriter(tape, output).TryWrite(out length);
        }
    }
}
