namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>Where hostile strings come from: a corpus that others wrote is read as they wrote it.</summary>
public sealed class HostileStringsTests
{
    [Fact]
    public void Stored_Corpus_HoldsManyStringsOfManyKinds()
    {
        var stored = HostileStrings.Stored();

        var texts = HostileStrings.TextsOf(stored);
        Assert.True(stored.Distinct(StringComparer.Ordinal).Count() >= 200);
        Assert.True(texts.Count(text => text.Trim() == text && text.Length > 0 && text.All(character => character is >= ' ' and < '\u007f')) >= 100);
        Assert.NotEqual(stored.Count, texts.Count); // lone surrogates
    }

    [Fact]
    public void Foreign_LinesOfAnyKind_AreEachOneString()
    {
        const string Lines = "<b>\r\n\n\"a\\u0000\\ud800\"\n\"><i>\n\"a\" b\n# no comment\n<b>\n \t\u202E\u0085\u2028é\n\"é\"\n[\"x\"]\n\\n";

        var literals = HostileStrings.Foreign(Lines);

        Assert.Equal("\"a\\u0000\\ud800\"", literals[1]);
        Assert.Equal(["<b>", "\"><i>", "\"a\" b", "# no comment", " \t\u202E\u0085\u2028é", "é", "[\"x\"]", "\\n"], HostileStrings.TextsOf(literals));
        Assert.Equal(9, literals.Count);
    }
}
