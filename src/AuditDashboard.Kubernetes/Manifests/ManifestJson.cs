using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuditDashboard.Kubernetes.Manifests;

/// <summary>Writes values as JSON.</summary>
public static class ManifestJson
{
    // JSON for files and terminals, never for a page's markup: letters of other scripts stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value in one line.</summary>
    public static string Write(ManifestValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(value, writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the value where a writer stands.</summary>
    public static void Write(ManifestValue value, Utf8JsonWriter writer)
    {
        switch (value)
        {
            case ManifestObject members:
                writer.WriteStartObject();
                foreach (var (name, member) in members.Members)
                {
                    writer.WritePropertyName(name);
                    Write(member, writer);
                }

                writer.WriteEndObject();
                break;
            case ManifestList list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case ManifestScalar { Kind: ManifestScalarKind.Text } text:
                writer.WriteStringValue(text.Value);
                break;
            case ManifestScalar scalar:
                writer.WriteRawValue(scalar.Value);
                break;
        }
    }
}
