using System.Text;

namespace AuditDashboard.Kubernetes.Display;

/// <summary>Finds words that mix Latin letters with letters that look like them.</summary>
internal static class ScriptMix
{
    private enum Script
    {
        /// <summary>No letter, or one of a script that nobody takes for Latin.</summary>
        None,
        Latin,
        LookAlike,
    }

    /// <summary>For each UTF-16 unit whether it belongs to a letter of the rarer script in its word; null where no word is mixed.</summary>
    public static bool[]? FindForeign(string text)
    {
        if (Ascii.IsValid(text))
        {
            return null;
        }

        bool[]? foreign = null;
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            var latin = 0;
            var others = 0;
            while (end < text.Length && Of(text, end, out var length) is var script && script != Script.None)
            {
                latin += script == Script.Latin ? 1 : 0;
                others += script == Script.LookAlike ? 1 : 0;
                end += length;
            }

            if (latin > 0 && others > 0)
            {
                foreign ??= new bool[text.Length];
                var rarer = others <= latin ? Script.LookAlike : Script.Latin;
                for (var i = at; i < end;)
                {
                    var isForeign = Of(text, i, out var length) == rarer;
                    foreign.AsSpan(i, length).Fill(isForeign);
                    i += length;
                }
            }

            if (end == at)
            {
                Of(text, at, out var length);
                end += length;
            }

            at = end;
        }

        return foreign;
    }

    private static Script Of(string text, int at, out int length)
    {
        Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out length);
        return rune.Value switch
        {
            >= 'a' and <= 'z' or >= 'A' and <= 'Z' => Script.Latin,
            (>= 0xC0 and <= 0x24F and not (0xD7 or 0xF7)) or (>= 0x1E00 and <= 0x1EFF) => Script.Latin,

            // Latin's own twins (phonetic, full width, mathematical) count as look-alikes: they pass for plain letters and are not equal to them.
            >= 0x250 and <= 0x2AF or >= 0x370 and <= 0x58F or >= 0x10A0 and <= 0x10FF or >= 0x13A0 and <= 0x13FF or >= 0x1C80 and <= 0x1C8F
                or >= 0x1D00 and <= 0x1DBF or >= 0x1F00 and <= 0x1FFF or >= 0x2100 and <= 0x214F or >= 0x2C60 and <= 0x2DFF or >= 0xA640 and <= 0xA69F
                or >= 0xA4D0 and <= 0xA4FF or 0xA730 or 0xA731 or >= 0xAB30 and <= 0xABBF or >= 0xFF21 and <= 0xFF5A
                or >= 0x10400 and <= 0x1044F or >= 0x118A0 and <= 0x118DF or >= 0x1D400 and <= 0x1D7FF => Script.LookAlike,
            _ => Script.None,
        };
    }
}
