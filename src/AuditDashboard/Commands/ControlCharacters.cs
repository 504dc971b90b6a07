using System.Buffers;
using System.Globalization;
using System.Text;
using AuditDashboard.Kubernetes.Display;

namespace AuditDashboard.Commands;

/// <summary>Shows characters that could steer a terminal, reorder text or hide in it as escapes.</summary>
internal static class ControlCharacters
{
    /// <summary>The text with each control, bidirectional, zero-width and otherwise invisible character, and each lone surrogate, as <c>\uXXXX</c>.</summary>
    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length;)
        {
            var isWhole = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) == OperationStatus.Done;
            if (isWhole && !DisplayText.IsHidden(rune))
            {
                escaped.Append(text, at, length);
            }
            else
            {
                foreach (var unit in text.AsSpan(at, length))
                {
                    escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
                }
            }

            at += length;
        }

        return escaped.ToString();
    }
}
