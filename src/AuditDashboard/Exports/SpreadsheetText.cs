using System.Buffers;
using System.Globalization;
using System.Text;

namespace AuditDashboard.Exports;

/// <summary>Writes fields of CSV (RFC 4180) such that a spreadsheet reads text from a log as text, never as a formula.</summary>
/// <remarks>
/// Spreadsheets take a field for a formula if it begins with <c>= + - @</c> (full-width forms too), a tab or a line break, after spaces and quotes as well:
/// <c>=HYPERLINK("http://…")</c>, <c>@SUM(1)</c>, <c>" =1+1</c>. An apostrophe in front turns it into text. Numbers stay numbers.
/// </remarks>
internal static class SpreadsheetText
{
    private static readonly SearchValues<byte> NeedsQuotes = SearchValues.Create(",\"\r\n"u8);

    // What a spreadsheet set to another language, or told so by its reader, parts fields by: it knows nothing of our quotes.
    private static readonly SearchValues<byte> OtherSeparators = SearchValues.Create(";|\t\r\n"u8);

    /// <summary>Writes one field as it is, quoted where needed: for names of columns, which are no log's.</summary>
    public static void WriteExact(IBufferWriter<byte> output, ReadOnlySpan<byte> value)
    {
        var isPlain = value.IndexOfAny(NeedsQuotes) < 0;
        if (!isPlain)
        {
            output.Put("\""u8);
        }

        WriteQuoted(output, value);
        if (!isPlain)
        {
            output.Put("\""u8);
        }
    }

    /// <summary>Writes one field of text from a log, quoted where needed and defused.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="value">UTF-8; other bytes are kept as they are.</param>
    /// <param name="defusesInside">True also puts the apostrophe behind separators of other spreadsheets inside the value, so that one which parts fields by <c>;</c> finds no formula either.</param>
    public static void WriteField(IBufferWriter<byte> output, ReadOnlySpan<byte> value, bool defusesInside)
    {
        // A space at either end is part of the value (RFC 4180), but some readers trim it unless quoted.
        var isPlain = value.IndexOfAny(NeedsQuotes) < 0 && (!defusesInside || value.IndexOfAny(OtherSeparators) < 0) && (value.IsEmpty || (value[0] != ' ' && value[^1] != ' '));
        if (!isPlain)
        {
            output.Put("\""u8);
        }

        if (IsFormula(value))
        {
            output.Put("'"u8);
        }

        while (defusesInside && value.IndexOfAny(OtherSeparators) is >= 0 and var at)
        {
            WriteQuoted(output, value[..(at + 1)]);
            value = value[(at + 1)..];
            if (IsFormula(value))
            {
                output.Put("'"u8);
            }
        }

        WriteQuoted(output, value);
        if (!isPlain)
        {
            output.Put("\""u8);
        }
    }

    /// <summary>True if a spreadsheet would compute what stands at the start of the field.</summary>
    public static bool IsFormula(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || IsNumber(value))
        {
            return false;
        }

        if (value[0] is 0 or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            return true;
        }

        while (!value.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(value, out var rune, out var length) != OperationStatus.Done)
            {
                return false;
            }

            if (rune.Value is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20' or '\u2212')
            {
                return true;
            }

            var isPassedOver = Rune.IsWhiteSpace(rune) || rune.Value is '"'
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format;
            if (!isPassedOver)
            {
                return false;
            }

            value = value[length..];
        }

        return false;
    }

    private static bool IsNumber(ReadOnlySpan<byte> value) =>
        value[0] is (byte)'-' or (byte)'+' && double.TryParse(value[1..], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _);

    private static void WriteQuoted(IBufferWriter<byte> output, ReadOnlySpan<byte> value)
    {
        for (var quote = value.IndexOf((byte)'"'); quote >= 0; quote = value.IndexOf((byte)'"'))
        {
            output.Put(value[..(quote + 1)]);
            output.Put("\""u8);
            value = value[(quote + 1)..];
        }

        output.Put(value);
    }
}
