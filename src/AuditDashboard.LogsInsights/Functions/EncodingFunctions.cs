using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using AuditDashboard.LogsInsights.Execution;

namespace AuditDashboard.LogsInsights.Functions;

/// <summary>Encodings and hashes of text.</summary>
internal static class EncodingFunctions
{
    /// <summary>The functions.</summary>
    public static IEnumerable<ScalarFunction> All =>
    [
        new("urlencode", 1, 1, (_, a) => Convert(a[0], text => Uri.EscapeDataString(Sound(text)))),
        new("urldecode", 1, 1, (_, a) => Convert(a[0], text => Uri.UnescapeDataString(text.Replace('+', ' ')))),
        new("base64encode", 1, 1, (_, a) => Convert(a[0], text => System.Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))),
        new("base64decode", 1, 1, (_, a) => Convert(a[0], DecodeBase64)),
        new("hexToAscii", 1, 1, (_, a) => Convert(a[0], HexToAscii)),
        new("hexToDec", 1, 1, (_, a) => HexToDecimal(a[0])),
        new("decToHex", 1, 1, (_, a) => DecimalToHex(a[0])),
        new("md5", 1, 1, (_, a) => Convert(a[0], Md5)),
        new("sha256", 1, 1, (_, a) => Convert(a[0], text => Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text))))),
    ];

    private static Value Convert(in Value value, Func<string, string?> convert) =>
        value.AsText() is { } text && convert(text) is { } result ? Value.OfText(result) : default;

    // Lone surrogates have no encoding.
    private static string Sound(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string? DecodeBase64(string text)
    {
        var padded = text + new string('=', (4 - (text.Length % 4)) % 4);
        var bytes = new byte[padded.Length];
        return System.Convert.TryFromBase64String(padded, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static string Unprefixed(string text) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;

    private static string? HexToAscii(string text)
    {
        var digits = Unprefixed(text);
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Encoding.Latin1.GetString(System.Convert.FromHexString(digits)) : null;
    }

    private static Value HexToDecimal(in Value value)
    {
        if (value.AsText() is not { } text)
        {
            return default;
        }

        var digits = Unprefixed(text);
        return digits.Length is > 0 and <= 64 && BigInteger.TryParse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? Value.OfNumberText(number.ToString(CultureInfo.InvariantCulture))
            : default;
    }

    private static Value DecimalToHex(in Value value)
    {
        if (!value.TryGetDecimal(out var number) || number < 0 || number != Math.Truncate(number))
        {
            return default;
        }

        var digits = new BigInteger(number).ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return Value.OfText("0x" + (digits.Length == 0 ? "0" : digits));
    }

#pragma warning disable CA5351 // md5 is a function of the query language, not a protection
    private static string Md5(string text) => Hex(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    private static string Hex(byte[] bytes) => System.Convert.ToHexStringLower(bytes);
}
