using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace AuditDashboard.Storage.Text;

/// <summary>Makes text from a log storable: SQLite's own functions stop at a NUL, and a lone surrogate does not survive UTF-8.</summary>
/// <remarks>
/// A NUL becomes the six visible characters <c>\u0000</c>, a lone surrogate <c>\udXXX</c>. Everything else stays as it is,
/// control and bidirectional characters too: showing them safely is the pages' part. The record's bytes are stored beside, unchanged.
/// </remarks>
internal static class StorableText
{
    /// <summary>The text in its stored form; null for null and for the empty text, which both count as absent.</summary>
    public static string? From(string? text) =>
        string.IsNullOrEmpty(text) ? null : NeedsEscape(text) ? Escape(text) : text;

    /// <summary>The stored form of a text that must be there; empty stays empty.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Keep(string? text) => text is not null && NeedsEscape(text) ? Escape(text) : text;

    private static bool NeedsEscape(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\0')
            {
                return true;
            }

            if (char.IsSurrogate(c))
            {
                if (i + 1 >= text.Length || !char.IsSurrogatePair(c, text[i + 1]))
                {
                    return true;
                }

                i++;
            }
        }

        return false;
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsSurrogate(c) && i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))
            {
                escaped.Append(c).Append(text[++i]);
            }
            else if (c == '\0' || char.IsSurrogate(c))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }
}
