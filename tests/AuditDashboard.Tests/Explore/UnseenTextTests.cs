using AuditDashboard.Explore.Editing;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Tests.Explore;

public sealed class UnseenTextTests
{
    [Theory]
    [InlineData("fields @timestamp\n| filter a = 'b'\t# plain")]
    [InlineData("fields @timestamp\r\n| filter a = 'ø ☃ 🦊 приложение'")]
    [InlineData("")]
    public void Find_TextThatShowsAsItIs_SaysNothing(string query) => Assert.Empty(UnseenText.FindIn(query));

    [Theory]
    [InlineData("filter a = '\u202Ex'", 1, 13, 1, "\\u202E")]
    [InlineData("fields a\n| filter b = 'x\u200B\u200D\0'", 2, 16, 3, "\\u200B\\u200D\u2400")]
    [InlineData("filter a = 'x\ry'", 1, 14, 1, "\u240D")]
    [InlineData("filter a = '\U000E0061'", 1, 13, 2, "\\uDB40\\uDC61")]
    public void Find_HiddenCharacter_NamesItAndItsPlace(string query, int line, int column, int length, string sign)
    {
        var finding = Assert.Single(UnseenText.FindIn(query));

        Assert.Equal((UnseenText.HiddenCode, DiagnosticSeverity.Warning, line, column, length), (finding.Code, finding.Severity, finding.Line, finding.Column, finding.Length));
        Assert.StartsWith($"Hidden here: {sign}.", finding.Message, StringComparison.Ordinal);
        Assert.Equal(column - 1, finding.Start - (line == 1 ? 0 : query.IndexOf('\n', StringComparison.Ordinal) + 1));
    }

    [Fact]
    public void Find_HalfACharacter_NamesIt()
    {
        // Not as inline data: an attribute cannot hold it.
        var finding = Assert.Single(UnseenText.FindIn("filter a = 'x\uD800'"));

        Assert.Equal((14, 1), (finding.Column, finding.Length));
        Assert.StartsWith("Hidden here: \\uD800.", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_LookAlikeLetter_NamesIt()
    {
        var finding = Assert.Single(UnseenText.FindIn("filter user.username = 'system:\u0430nonymous'"));

        Assert.Equal((UnseenText.LookAlikeCode, 32, 1), (finding.Code, finding.Column, finding.Length));
        Assert.Contains("\u0430 (U+0430)", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_ManyPlaces_CountsThoseThatItDoesNotName()
    {
        var findings = UnseenText.FindIn(string.Concat(Enumerable.Repeat("a\u200B", 50)));

        Assert.Equal(21, findings.Count);
        Assert.StartsWith("There are 30 more places", findings[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_OneLongRun_IsOneFindingOfBoundedLength()
    {
        var finding = Assert.Single(UnseenText.FindIn(new string('\u200B', 100_000)));

        Assert.Equal(100_000, finding.Length);
        Assert.InRange(finding.Message.Length, 1, 300);
    }
}
