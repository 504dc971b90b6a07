using System.Buffers;
using System.Text;
using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Json;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>Takes secrets out of events: each leaves its length and an HMAC under the installation's key.</summary>
/// <remarks>
/// In the place of a secret stands <c>[redacted length=N hmac=HEX16]</c>: N is its length in bytes with JSON's escapes undone, HEX16 the first eight bytes
/// of HMAC-SHA256, so that two events with the same secret can be told without knowing it. Redacting twice changes nothing. Safe for use by several threads.
/// </remarks>
public sealed class Redactor
{
    private readonly byte[] _key;

    /// <summary>Makes a redactor.</summary>
    /// <param name="key">The installation's HMAC key, at least 32 bytes.</param>
    public Redactor(byte[] key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 32);
        _key = [.. key];
    }

    /// <summary>Redacts one event. <c>aws-auth</c> is never redacted.</summary>
    /// <param name="id">Identity of the record before redaction.</param>
    /// <param name="audit">The envelope as read from <paramref name="record"/>.</param>
    /// <param name="record">The record, UTF-8.</param>
    /// <param name="sourceTimeMicros">The source's own <c>@timestamp</c> in microseconds since 1970; null where it has none.</param>
    public RedactedEvent Redact(RecordId id, AuditEvent audit, ReadOnlySpan<byte> record, long? sourceTimeMicros)
    {
        var time = sourceTimeMicros ?? audit.TimeMicros;
        if (!MayHoldSecrets(record) || FindSecrets(audit, record) is not { Count: > 0 } secrets)
        {
            return new RedactedEvent(id, audit, record.ToArray(), time);
        }

        var json = SecretSplice.Apply(record, secrets, _key);
        return new RedactedEvent(id, ReadAgain(audit, json), json, time);
    }

    /// <summary>Redacts a listing: each object as the body of an event about it is redacted, so that both can be compared.</summary>
    public RedactedListing Redact(ClusterListing listing) =>
        new(listing with { Objects = [.. listing.Objects.Select(entry => new KeyValuePair<ObjectKey, ManifestObject>(entry.Key, Redact(entry.Key, entry.Value)))] });

    /// <summary>Redacts the bytes of a record that cannot be read.</summary>
    public RedactedBytes RedactUnreadable(ReadOnlySpan<byte> record)
    {
        var secrets = UnreadableScan.Find(record);
        return new RedactedBytes(secrets.Count == 0 ? record.ToArray() : SecretSplice.Apply(record, secrets, _key));
    }

    /// <summary>Redacts a record of CloudTrail: session tokens and keys that STS handed out, and token shapes anywhere.</summary>
    /// <param name="id">Identity of the record before redaction.</param>
    /// <param name="call">The call as read from <paramref name="record"/>.</param>
    /// <param name="record">The record, UTF-8.</param>
    /// <returns>Null where what is left can no longer be read as the call, which no real record brings about: then nothing of it may be kept as one.</returns>
    public RedactedCall? Redact(RecordId id, TrailCall call, ReadOnlySpan<byte> record)
    {
        var secrets = UnreadableScan.Find(record);
        secrets.AddRange(UnreadableScan.FindCredentials(record));
        if (secrets.Count == 0)
        {
            return new RedactedCall(id, call, record.ToArray());
        }

        var json = SecretSplice.Apply(record, secrets, _key);
        return TrailReader.Read(json, out _) is { } left ? new RedactedCall(id, left, json) : null;
    }

    private ManifestObject Redact(ObjectKey key, ManifestObject content)
    {
        var record = Encoding.UTF8.GetBytes($"{{\"responseObject\":{ManifestJson.Write(content)}}}");
        var resource = key.Kind == TrackedKind.AwsAuth ? "configmaps" : key.Kind.ToString().ToLowerInvariant() + "s";
        var audit = new AuditEvent { Verb = "get", ObjectRef = new AuditObjectRef(resource, null, key.Namespace, key.Name, null, null, null, null) };
        if (!MayHoldSecrets(record) || FindSecrets(audit, record) is not { Count: > 0 } secrets)
        {
            return content;
        }

        // A splice puts a string in the place of a string, so the text stays an object; what does not would be dropped rather than kept with its secret.
        return (ManifestValue.Parse(SecretSplice.Apply(record, secrets, _key)) as ManifestObject)?.ObjectAt("responseObject") ?? ManifestObject.Empty;
    }

    /// <summary>Most events hold none of the words that a secret comes with; one pass tells them.</summary>
    private static bool MayHoldSecrets(ReadOnlySpan<byte> record)
    {
        var chars = ArrayPool<char>.Shared.Rent(record.Length);
        Encoding.Latin1.GetChars(record, chars);
        var may = TokenShapes.MayHold(chars.AsSpan(0, record.Length)) || HasEscapedLetters(record);
        ArrayPool<char>.Shared.Return(chars);
        return may;
    }

    /// <summary>Whether a letter or another visible character is written as <c>\u00XX</c>, apart from the &amp;, &lt; and &gt; that the API server always writes so.</summary>
    private static bool HasEscapedLetters(ReadOnlySpan<byte> record)
    {
        while (true)
        {
            var at = record.IndexOf("\\u00"u8);
            if (at < 0)
            {
                return false;
            }

            record = record[(at + 4)..];
            if (record.Length >= 2 && record[0] is >= (byte)'2' and <= (byte)'7' && !(record.StartsWith("26"u8) || record.StartsWith("3c"u8) || record.StartsWith("3e"u8)))
            {
                return true;
            }
        }
    }

    private static List<SecretRange> FindSecrets(AuditEvent audit, ReadOnlySpan<byte> record)
    {
        var json = AuditEventReader.WithoutByteOrderMark(record);
        if (json.Length != record.Length)
        {
            return FindSecrets(audit, json).ConvertAll(range => range with { Start = range.Start + 3, End = range.End + 3 });
        }

        if (!JsonTape.TryParse(record, out var tape))
        {
            // A caller that read an event from it cannot bring this about, but no secret may depend on that.
            return UnreadableScan.Find(record);
        }

        using (tape)
        {
            var walk = new RedactionWalk(new RedactionTarget(audit));
            walk.Walk(tape, default, level: 0, SecretContext.None);
            return walk.Found;
        }
    }

    /// <summary>The envelope of the redacted record: what storage and pages show must not differ from what is kept.</summary>
    private static AuditEvent ReadAgain(AuditEvent audit, byte[] json)
    {
        var flags = audit.Flags | AuditEventFlags.Redacted;
        return AuditEventReader.Read(json) is AuditReadResult.Readable { Event: var redacted }
            ? redacted with { TimeMicros = audit.TimeMicros, Flags = flags }
            : new AuditEvent { TimeMicros = audit.TimeMicros, Verb = AuditVerbs.IsWrite(audit.Verb) ? audit.Verb : null, Code = audit.Code, Flags = flags };
    }
}
