using System.Buffers;
using System.Globalization;
using System.Text;

namespace AuditDashboard.Kubernetes.Display;

/// <summary>Makes text out of a log safe to look at: what would be invisible, reorder the line or pass for something else is shown as a mark.</summary>
/// <remarks>This is about eyes, not markup: segments are plain text and must be rendered as text nodes.</remarks>
public static class DisplayText
{
    /// <summary>Combining marks in a row that are still drawn; a pile of them would cover the lines above.</summary>
    private const int MaxCombining = 4;

    /// <summary>The same of marks that stand beside their letter; Burmese needs three.</summary>
    private const int MaxSpacing = 3;

    /// <summary>Characters that may be drawn as one, such as a syllable of Hangul: no line is broken inside, so a run of them would be as wide as it likes.</summary>
    private const int MaxCluster = 8;

    /// <summary>Turns a sign into its picture, and is invisible elsewhere.</summary>
    private const int EmojiSelector = 0xFE0F;

    /// <summary>Splits a text into segments.</summary>
    /// <param name="text">The text; may hold lone surrogates.</param>
    /// <param name="maxLength">Longest result in UTF-16 units of <paramref name="text"/>; the rest is cut off, never within a character. At least 1.</param>
    public static DisplayedText Split(string text, int maxLength = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        var shown = Clip(text, maxLength);
        var foreign = ScriptMix.FindForeign(shown);
        var segments = new List<DisplaySegment>();
        var plain = new StringBuilder();
        var kind = DisplaySegmentKind.Plain;
        var combining = 0;
        var inCluster = 0;
        var clusterEnd = 0;
        var follows = UnicodeCategory.Control;

        for (var at = 0; at < shown.Length;)
        {
            var isWhole = Rune.DecodeFromUtf16(shown.AsSpan(at), out var rune, out var length) == OperationStatus.Done;
            var category = isWhole ? Rune.GetUnicodeCategory(rune) : UnicodeCategory.Surrogate;
            combining = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark ? combining + 1 : 0;
            if (at >= clusterEnd)
            {
                clusterEnd = at + StringInfo.GetNextTextElementLength(shown.AsSpan(at));
                inCluster = 0;
            }

            inCluster++;
            if (!isWhole || IsHidden(rune) || combining > (category == UnicodeCategory.SpacingCombiningMark ? MaxSpacing : MaxCombining) || inCluster > MaxCluster || (rune.Value == EmojiSelector && !IsSign(follows)))
            {
                Flush(at);
                length = isWhole ? length : 1;
                segments.Add(new DisplaySegment(isWhole ? Mark(rune) : Escape(shown[at]), DisplaySegmentKind.Mark, at, length));
            }
            else
            {
                var next = foreign is not null && foreign[at] ? DisplaySegmentKind.OtherScript : DisplaySegmentKind.Plain;
                if (next != kind)
                {
                    Flush(at);
                    kind = next;
                }

                plain.Append(shown, at, length);
            }

            follows = rune.IsAscii ? UnicodeCategory.Control : category;
            at += length;
        }

        Flush(shown.Length);
        return new DisplayedText(segments, shown.Length < text.Length, foreign is not null);

        void Flush(int end)
        {
            if (plain.Length > 0)
            {
                segments.Add(new DisplaySegment(plain.ToString(), kind, end - plain.Length, plain.Length));
                plain.Clear();
            }
        }
    }

    private static bool IsSign(UnicodeCategory category) => category is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol or UnicodeCategory.ModifierSymbol;

    private static string Clip(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var end = maxLength > 1 && char.IsHighSurrogate(text[maxLength - 1]) && char.IsLowSurrogate(text[maxLength]) ? maxLength - 1 : maxLength;
        return text[..end];
    }

    /// <summary>Whether a character is invisible, reorders text, breaks the line or is a space that is none.</summary>
    public static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        // Controls; and bidi overrides and isolates, zero-width characters, soft hyphen, byte order mark, tags.
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.SpaceSeparator => rune.Value != ' ',
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate => true,

        // Grapheme joiner, fillers of Hangul, Khmer and Khitan and a note that draw nothing, Mongolian and other variation selectors except the one of emoji, blank braille.
        _ => rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or (>= 0xFE00 and <= 0xFE0E)
            or 0xFFA0 or 0x16FE4 or 0x1D159 or (>= 0xE0100 and <= 0xE01EF),
    };

    private static string Mark(Rune rune) => rune.Value switch
    {
        // The pictures for control codes, such as ␛ for escape and ␊ for a new line.
        < 0x20 => ((char)(0x2400 + rune.Value)).ToString(),
        0x7F => "\u2421",
        _ => string.Concat(rune.ToString().Select(Escape)),
    };

    private static string Escape(char unit) => "\\u" + ((int)unit).ToString("X4", CultureInfo.InvariantCulture);
}
