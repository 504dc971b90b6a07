using AuditDashboard.Shell;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AuditDashboard.Tests.Shell;

public sealed class LineFormatterTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("x\nwarn Forged[0] y", "x | warn Forged[0] y")]
    [InlineData("a\r\nb\rc\u0085d\u2028e\u2029f\fg", "a | b | c | d | e | f | g")]
    [InlineData("\u001b[2J\u0007\u009b31m\b", "\\u001b[2J\\u0007\\u009b31m\\u0008")]
    [InlineData("\u202Egnp\u200B\uFEFF\U000E0041", "\\u202egnp\\u200b\\ufeff\\udb40\\udc41")]
    [InlineData("a \u000B\0", "a \\u000b\\u0000")]
    public void Entry_OfAnyText_IsOneLineThatSteersNothing(string text, string expected)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 13, 41, 52, 418, TimeSpan.Zero));
        var output = new StringWriter { NewLine = "\n" };
        var entry = new LogEntry<string>(LogLevel.Warning, "Some.Category", new EventId(7), text, null, (state, _) => state);

        new LineFormatter(clock).Write(entry, null, output);

        Assert.Equal($"2026-11-23T13:41:52.418Z warn Some.Category[7] {expected}\n", output.ToString());
    }

    [Fact]
    public void Entry_WithAnException_IsOneLine()
    {
        var output = new StringWriter { NewLine = "\n" };
        var entry = new LogEntry<string>(LogLevel.Error, "C", default, "It failed.", new InvalidOperationException("bad\ninfo Forged[0]"), (state, _) => state);

        new LineFormatter(TimeProvider.System).Write(entry, null, output);

        var line = Assert.Single(output.ToString().TrimEnd('\n').Split('\n'));
        Assert.EndsWith(" fail C[0] It failed. | System.InvalidOperationException: bad | info Forged[0]", line, StringComparison.Ordinal);
    }
}
