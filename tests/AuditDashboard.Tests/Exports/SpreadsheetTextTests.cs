using System.Buffers;
using System.Text;
using AuditDashboard.Exports;

namespace AuditDashboard.Tests.Exports;

public sealed class SpreadsheetTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("system:node:ip-10-0-0-1", "system:node:ip-10-0-0-1")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    [InlineData(" edge", "\" edge\"")]
    [InlineData("-12", "-12")]
    [InlineData("+1.5e3", "+1.5e3")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd", "'+cmd")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("--1", "'--1")]
    [InlineData("@SUM(1)", "'@SUM(1)")]
    [InlineData("\t=1", "\"'\t'=1\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\r=1", "\"'\r'=1\"")]
    [InlineData("'=1", "\"'=1\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("\"=1", "\"'\"\"=1\"")]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1")]
    [InlineData("\u200B=1", "'\u200B=1")]
    [InlineData("\u00A0@x", "'\u00A0@x")]
    [InlineData("a;=1", "\"a;'=1\"")]
    [InlineData("a;b=1", "\"a;b=1\"")]
    [InlineData("a|  -x|y", "\"a|'  -x|y\"")]
    [InlineData("a\n=1\t+x", "\"a\n'=1\t'+x\"")]
    public void Field_OfAnyText_IsQuotedAndDefused(string value, string expected)
    {
        Assert.Equal(expected, Write(value));
    }

    [Fact]
    public void Field_NotDefusedInside_KeepsWhatFollowsASeparator()
    {
        Assert.Equal("\"{\"\"a\"\":\"\"x;=1\"\"}\"", Write("{\"a\":\"x;=1\"}", defusesInside: false));
        Assert.Equal("\"'=1;=2\"", Write("=1;=2", defusesInside: false));
    }

    [Fact]
    public void Field_OfBytesThatAreNotUtf8_KeepsThem()
    {
        var output = new ArrayBufferWriter<byte>();

        SpreadsheetText.WriteField(output, [0x3D, 0xFF, 0xC3], defusesInside: true);

        Assert.Equal([0x27, 0x3D, 0xFF, 0xC3], output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Fields_OfRandomText_ReadBackWithNoFormulaUnderAnySeparator()
    {
        string[] pieces = ["=", "+", "-", "@", "\t", "\r", "\n", " ", ",", ";", "|", "\"", "'", "a", "1", ".", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20", "\u2212", "\u200B", "\u00A0", "\0", "HYPERLINK("];
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var value = string.Concat(Enumerable.Range(0, random.Next(0, 9)).Select(_ => pieces[random.Next(pieces.Length)]));

            var written = Write(value);
            var read = ReadField(written);

            Assert.Equal(value.Replace("'", "", StringComparison.Ordinal), read.Replace("'", "", StringComparison.Ordinal));
            Assert.False(SpreadsheetText.IsFormula(Encoding.UTF8.GetBytes(read)), $"{Describe(value)} is read as {Describe(read)}.");

            // One that parts by something else and knows nothing of our quotes.
            Assert.All(
                read.Split(';', '|', '\t', '\r', '\n').Skip(1),
                part => Assert.False(part.Length > 0 && SpreadsheetText.IsFormula(Encoding.UTF8.GetBytes(part)), $"{Describe(value)} has the part {Describe(part)}."));
        }
    }

    private static string Describe(string text) => string.Join(' ', text.Select(c => ((int)c).ToString("X4", System.Globalization.CultureInfo.InvariantCulture)));

    private static string ReadField(string written) =>
        written.StartsWith('"') ? written[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : written;

    private static string Write(string value, bool defusesInside = true)
    {
        var output = new ArrayBufferWriter<byte>();
        SpreadsheetText.WriteField(output, Encoding.UTF8.GetBytes(value), defusesInside);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
