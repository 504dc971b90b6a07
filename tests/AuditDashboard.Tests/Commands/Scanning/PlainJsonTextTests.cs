using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AuditDashboard.Commands.Output;

namespace AuditDashboard.Tests.Commands.Scanning;

public sealed class PlainJsonTextTests
{
    [Fact]
    public void TryQuote_EveryByteAtEveryPlace_IsAsTheLibraryQuotesIt()
    {
        for (var value = 0; value <= byte.MaxValue; value++)
        {
            for (var place = 0; place < 40; place++)
            {
                var text = Encoding.ASCII.GetBytes("a plain text that is longer than a block");
                text[place] = (byte)value;
                if (value is >= 0x20 and < 0x7F)
                {
                    Assert.Equal(ByLibrary(text), Quoted(text));
                }
                else
                {
                    Assert.Null(Quoted(text));
                }
            }
        }
    }

    [Fact]
    public void TryQuote_RandomTexts_AreAsTheLibraryQuotesThem()
    {
        var random = new Random(20);
        for (var i = 0; i < 5_000; i++)
        {
            var text = new byte[random.Next(200)];
            foreach (ref var value in text.AsSpan())
            {
                value = random.Next(4) switch { 0 => (byte)'"', 1 => (byte)'\\', _ => (byte)random.Next(0x20, 0x7F) };
            }

            Assert.Equal(ByLibrary(text), Quoted(text));
        }
    }

    [Fact]
    public void TryQuote_SpaceThatIsTooShort_IsRefused() =>
        Assert.Throws<ArgumentException>(() => PlainJsonText.TryQuote("four"u8, new byte[9], out _));

    private static string? Quoted(byte[] text)
    {
        var space = new byte[PlainJsonText.MostBytes(text.Length)];
        return PlainJsonText.TryQuote(text, space, out var written) ? Encoding.Latin1.GetString(space, 0, written) : null;
    }

    private static string ByLibrary(byte[] text) => '"' + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString() + '"';
}
