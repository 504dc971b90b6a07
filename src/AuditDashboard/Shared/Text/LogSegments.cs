using System.Globalization;
using System.Text;

namespace AuditDashboard.Shared.Text;

/// <summary>
/// Splits text from a log so that nothing in it can hide or reorder: control, bidirectional, zero-width and other invisible characters
/// and lone surrogates become marks. Letters of every script stay as they are.
/// </summary>
public static class LogSegments
{
    /// <summary>Splits a text.</summary>
    /// <param name="value">Any text, lone surrogates included.</param>
    /// <param name="max">Most characters (UTF-16 units) that are kept; a cut never parts a surrogate pair.</param>
    public static IReadOnlyList<LogSegment> Split(string value, int max = int.MaxValue)
    {
        var segments = new List<LogSegment>();
        var plain = new StringBuilder();
        var index = 0;
        while (index < value.Length && index < max)
        {
            var isRune = Rune.TryGetRuneAt(value, index, out var rune);
            var mark = isRune ? MarkOf(rune) : new LogSegment(Code(value[index]), "lone surrogate");
            if (mark is { } found)
            {
                Flush(plain, segments);
                segments.Add(found);
            }
            else
            {
                plain.Append(value, index, rune.Utf16SequenceLength);
            }

            index += isRune ? rune.Utf16SequenceLength : 1;
        }

        Flush(plain, segments);
        return segments;
    }

    /// <summary>The text with marks written out, for attributes and names where no elements can stand.</summary>
    public static string ToPlain(string value, int max = int.MaxValue)
    {
        var text = string.Concat(Split(value, max).Select(s => s.MarkName is null ? s.Text : $"‹{s.Text}›"));
        return value.Length > max ? text + "…" : text;
    }

    private static void Flush(StringBuilder plain, List<LogSegment> segments)
    {
        if (plain.Length > 0)
        {
            segments.Add(new LogSegment(plain.ToString(), null));
            plain.Clear();
        }
    }

    private static LogSegment? MarkOf(Rune rune)
    {
        switch (rune.Value)
        {
            case ' ':
                return null;
            case '\n':
                return new LogSegment("\\n", "line feed");
            case '\r':
                return new LogSegment("\\r", "carriage return");
            case '\t':
                return new LogSegment("\\t", "tab");
            case 0x200E or 0x200F or 0x061C or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069):
                return new LogSegment(Code(rune.Value), "bidirectional control");
            case 0x200B or 0x200C or 0x200D or 0x2060 or 0xFEFF:
                return new LogSegment(Code(rune.Value), "zero-width character");
            case 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF):
                return new LogSegment(Code(rune.Value), "invisible character");
            case 0xFFFD:
                return new LogSegment(Code(rune.Value), "replacement for unreadable bytes");
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control => new LogSegment(Code(rune.Value), "control character"),
            UnicodeCategory.Format => new LogSegment(Code(rune.Value), "format character"),
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => new LogSegment(Code(rune.Value), "line separator"),
            UnicodeCategory.SpaceSeparator => new LogSegment(Code(rune.Value), "unusual space"),
            UnicodeCategory.PrivateUse => new LogSegment(Code(rune.Value), "private-use character"),
            UnicodeCategory.OtherNotAssigned => new LogSegment(Code(rune.Value), "unassigned character"),
            _ => null,
        };
    }

    private static string Code(int value) => "U+" + value.ToString(value > 0xFFFF ? "X" : "X4", CultureInfo.InvariantCulture);
}
