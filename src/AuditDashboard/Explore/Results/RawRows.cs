using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AuditDashboard.Explore.Running;

namespace AuditDashboard.Explore.Results;

/// <summary>Rows as JSON, one object a row with the columns as members, absent ones null: what the command <c>query</c> prints.</summary>
internal static class RawRows
{
    // Text in a page, set as text: quotes and angle brackets need no escapes there.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>One row.</summary>
    public static string Line(IReadOnlyList<string> columns, ExploreRow row)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            for (var i = 0; i < columns.Count; i++)
            {
                writer.WriteString(columns[i], row.Cells[i]); // null for an absent cell
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
