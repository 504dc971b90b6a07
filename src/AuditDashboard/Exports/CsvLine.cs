using System.Buffers;
using System.Text;
using AuditDashboard.Shared.Text;

namespace AuditDashboard.Exports;

/// <summary>Writes lines of CSV (RFC 4180) that people open in spreadsheets: no value spans lines, no control character and no formula is in it.</summary>
internal static class CsvLine
{
    /// <summary>Writes one line.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="values">Text from anywhere; null for nothing.</param>
    public static void Write(IBufferWriter<byte> output, params ReadOnlySpan<string?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                output.Put(","u8);
            }

            if (values[i] is { Length: > 0 } value)
            {
                SpreadsheetText.WriteField(output, Encoding.UTF8.GetBytes(LogSegments.ToPlain(value)), defusesInside: true);
            }
        }

        output.Put("\r\n"u8);
    }
}
