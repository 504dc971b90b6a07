using System.Text;
using System.Text.Json;

namespace AuditDashboard.LogsInsights.Tests.Scanning;

/// <summary>Puts other values into a JSON text: most lines of a log differ in nothing else.</summary>
internal static class OtherValues
{
    /// <summary>Contents of texts, with their escapes.</summary>
    public static readonly string[] Texts =
    [
        "", "get", "a", "system:anonymous", """say \"hi\" """, """\\""", """\u0041\u00e9""", "Grüße 🎉", "\\\"", "\\\\\\\"", """\/\b\f\n\r\t""", "}", "]", ",", ":",
        """{\"a\":\"b\"}""", "Event", "null",
    ];

    /// <summary>What no text may hold.</summary>
    public static readonly string[] BadTexts = ["\t", "\u0001", """\x""", """\u12""", """\u12G4""", "\"", """\""", "a\"b", "\u001f"];

    /// <summary>Numbers.</summary>
    public static readonly string[] Numbers = ["0", "1", "401", "200", "123456789012345678", "1234567890123456789", "-1", "-0", "1.5", "1e3", "0.0", "10", "9"];

    private static readonly string[] WholeNumbers = [.. Numbers.Where(number => IsWhole(Encoding.UTF8.GetBytes(number)))];

    /// <summary>What is no number.</summary>
    public static readonly string[] BadNumbers = ["01", "-", "1.", "1e", "00", "+1", "0x1", "1 2", "", ".5", "4a"];

    /// <summary>Replaces about half of the texts and numbers; keys, brackets and blanks stay.</summary>
    /// <param name="line">A JSON text; one that is none is given back up to what is wrong with it, with what stands behind.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="badOneIn">Of so many values one is wrong; 0 for none, and whole numbers for whole ones.</param>
    public static byte[] Put(byte[] line, Random random, int badOneIn)
    {
        List<byte> varied = [];
        var copied = 0;
        var reader = new Utf8JsonReader(line);
        while (TryRead(ref reader))
        {
            var isOfShape = badOneIn == 0;
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || random.Next(2) == 0
                || (isOfShape && reader.TokenType == JsonTokenType.Number && !IsWhole(reader.ValueSpan)))
            {
                continue;
            }

            varied.AddRange(line.AsSpan(copied, (int)reader.TokenStartIndex - copied));
            copied = (int)reader.BytesConsumed;
            var isBad = !isOfShape && random.Next(badOneIn) == 0;
            if (reader.TokenType == JsonTokenType.Number)
            {
                varied.AddRange(Encoding.UTF8.GetBytes(Pick(isBad ? BadNumbers : isOfShape ? WholeNumbers : Numbers, random)));
                continue;
            }

            varied.Add((byte)'"');
            for (var parts = random.Next(random.Next(2) == 0 ? 3 : 30); parts > 0; parts--)
            {
                varied.AddRange(Encoding.UTF8.GetBytes(Pick(Texts, random)));
            }

            varied.AddRange(Encoding.UTF8.GetBytes(isBad ? Pick(BadTexts, random) : ""));
            varied.Add((byte)'"');
        }

        varied.AddRange(line.AsSpan(copied));
        return [.. varied];
    }

    // As long as a line may have them in any other of its shape.
    private static bool IsWhole(ReadOnlySpan<byte> number) => number.Length <= 18 && number.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static bool TryRead(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Pick(string[] texts, Random random) => texts[random.Next(texts.Length)];
}
