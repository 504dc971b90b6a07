using System.Text.Json;
using AuditDashboard.Kubernetes.Json;

namespace AuditDashboard.Kubernetes.Audit;

/// <summary>Looks up single values in the bodies of an event.</summary>
internal static class BodyReader
{
    /// <summary><c>requestObject.metadata.name</c>, else that of the response; null where there is none.</summary>
    public static string? Name(ReadOnlySpan<byte> record)
    {
        if (!JsonTape.TryParse(AuditEventReader.WithoutByteOrderMark(record), out var tape))
        {
            return null;
        }

        using (tape)
        {
            return Name(tape, "requestObject"u8) ?? Name(tape, "responseObject"u8);
        }
    }

    private static string? Name(in JsonTape tape, ReadOnlySpan<byte> body)
    {
        var node = tape.FindLast(tape.FindLast(tape.FindLast(0, body), "metadata"u8), "name"u8);
        return node >= 0 && tape.Nodes[node].Type == JsonTokenType.String
            ? JsonText.Decode(tape.RawValue(node), tape.Nodes[node].ValueEscaped)
            : null;
    }
}
