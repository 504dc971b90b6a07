using System.Buffers;
using System.Text.Json;

namespace AuditDashboard.Harvest.Input;

/// <summary>Takes the members that Panther added (<c>p_…</c>) out of an object; all other bytes stay as they are.</summary>
internal static class PantherMembers
{
    /// <summary>Writes the object without them.</summary>
    /// <param name="json">One whole JSON object.</param>
    /// <param name="output">Receives the object.</param>
    public static void Remove(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        // {"a":1,"p_x":2,"b":3}: what stands between two members (comma and white space) belongs to the one behind it.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        var memberEnd = (int)reader.BytesConsumed;
        var hasKept = false;
        output.Write(json[..memberEnd]);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isPanther = reader.ValueSpan.StartsWith("p_"u8);
            reader.Read();
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            if (!isPanther)
            {
                output.Write(json[(hasKept ? memberEnd : start)..end]);
                hasKept = true;
            }

            memberEnd = end;
        }

        output.Write(json[memberEnd..]);
    }
}
