using System.Globalization;
using System.Text;

namespace AuditDashboard.Commands;

/// <summary>Shows characters that could steer a terminal or reorder text as escapes.</summary>
internal static class ControlCharacters
{
    /// <summary>The text with each control and bidirectional character as <c>\uXXXX</c>.</summary>
    public static string Escape(string text)
    {
        if (!text.Any(IsSteering))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            _ = IsSteering(character)
                ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")
                : escaped.Append(character);
        }

        return escaped.ToString();
    }

    private static bool IsSteering(char character) =>
        char.IsControl(character)
        || character is '\u061c' or '\u200e' or '\u200f' or '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
