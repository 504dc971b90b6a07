using AuditDashboard.Kubernetes.Display;
using CsCheck;

namespace AuditDashboard.Kubernetes.Tests.Display;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("naïve 東京 \U0001F600", "naïve 東京 \U0001F600")]
    [InlineData("a\u001bb\nc\td\u007f", "a␛b␊c␉d␡")]
    [InlineData("a\u0085b", "a\\u0085b")]
    [InlineData("a\u2028b\u2029c", "a\\u2028b\\u2029c")]
    [InlineData("user\u202Etxt.exe", "user\\u202Etxt.exe")]
    [InlineData("a\u2066b\u2069", "a\\u2066b\\u2069")]
    [InlineData("ad\u200Bmin\uFEFF\u00AD\u200D", "ad\\u200Bmin\\uFEFF\\u00AD\\u200D")]
    [InlineData("a\U000E0041", "a\\uDB40\\uDC41")]
    [InlineData("a\u00A0b", "a\\u00A0b")]
    [InlineData("\u3164", "\\u3164")]
    [InlineData("e\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301\u0301\\u0301")]
    public void Split_HiddenCharacters_AreShown(string text, string expected) => Assert.Equal(expected, DisplayText.Split(text).ToString());

    // Not among the above: an attribute cannot hold a lone surrogate.
    [Fact]
    public void Split_LoneSurrogate_IsShown() => Assert.Equal("a\\uD800b", DisplayText.Split("a" + (char)0xD800 + "b").ToString());

    [Theory]
    [InlineData("system:\u0430nonymous", true)]
    [InlineData("system:anonymous", false)]
    [InlineData("приложение", false)]
    [InlineData("web-приложение", false)]
    [InlineData("Kubernetes用", false)]
    [InlineData("ｓystem", true)]
    [InlineData("αdmin", true)]
    [InlineData("adm\U00010428n", true)]
    [InlineData("\U000118C1dmin", true)]
    [InlineData("sy\uA731tem", true)]
    [InlineData("müller", false)]
    public void Split_LookAlikeLetters_AreMarked(string text, bool isMixed)
    {
        var shown = DisplayText.Split(text);

        Assert.Equal(isMixed, shown.IsMixedScript);
        Assert.Equal(isMixed, shown.Segments.Any(segment => segment.Kind == DisplaySegmentKind.OtherScript));
    }

    [Fact]
    public void Split_CyrillicLetter_StandsAlone() =>
        Assert.Equal(
            [new("system:", DisplaySegmentKind.Plain, 0, 7), new("\u0430", DisplaySegmentKind.OtherScript, 7, 1), new DisplaySegment("nonymous", DisplaySegmentKind.Plain, 8, 8)],
            DisplayText.Split("system:\u0430nonymous").Segments);

    // An emoji keeps what makes it one; behind a letter that is invisible, and the two words would pass for each other.
    [Theory]
    [InlineData("\u2764\uFE0F", "\u2764\uFE0F")]
    [InlineData("admin\uFE0F", "admin\\uFE0F")]
    [InlineData("system:\uFE0Fmasters", "system:\\uFE0Fmasters")]
    [InlineData("a\U00016FE4\U0001D159", "a\\uD81B\\uDFE4\\uD834\\uDD59")]
    public void Split_WhatIsInvisibleInSomePlaces_IsShownThere(string text, string expected) => Assert.Equal(expected, DisplayText.Split(text).ToString());

    /// <summary>Vowel signs, tone marks, leading consonants of Hangul, skin tones: each run would be one character, wider than the page, that no line break parts.</summary>
    [Theory]
    [InlineData("\u0F7F", 3)]
    [InlineData("\u302E", 3)]
    [InlineData("\u0BBE", 3)]
    [InlineData("\u0300", 4)]
    [InlineData("\u1100", 8)]
    [InlineData("\U0001F3FF", 8)]
    public void Split_RunThatIsDrawnAsOne_IsParted(string character, int most)
    {
        var shown = DisplayText.Split(string.Concat(Enumerable.Repeat(character, 1_000))).Segments;

        Assert.Equal(string.Concat(Enumerable.Repeat(character, most)), shown[0].Text);
        Assert.Equal(1_000 - most, shown.Skip(1).Count(segment => segment.Kind == DisplaySegmentKind.Mark));
    }

    [Fact]
    public void Split_WordsOfManyScripts_StayAsTheyAre()
    {
        const string Words = "한국어 각 हिन्दी नमस्ते தமிழ் ภาษาไทย བོད་ཡིག ကြောင်း tiếng Việt 👍🏿 ❤️";

        Assert.Equal(Words, DisplayText.Split(Words).ToString());
    }

    [Theory]
    [InlineData("abcdef", 3, "abc…")]
    [InlineData("ab\U0001F600c", 3, "ab…")]
    [InlineData("abc", 3, "abc")]
    public void Split_TooLong_IsCutBetweenCharacters(string text, int length, string expected) => Assert.Equal(expected, DisplayText.Split(text, length).ToString());

    [Fact]
    public void Split_AnyText_NothingHiddenIsLeftAndNothingVisibleIsLost() =>
        Property.Holds(
            Gen.Char.Array[0, 30].Select(units => new string(units)),
            text =>
            {
                var shown = DisplayText.Split(text).Segments;
                foreach (var segment in shown)
                {
                    Assert.DoesNotContain(segment.Text, c => char.IsControl(c) || c is '\u202E' or '\u200B' or '\u2028');
                }

                var at = 0;
                Assert.All(shown, segment =>
                {
                    Assert.Equal(at, segment.Start);
                    Assert.InRange(segment.Length, 1, text.Length);
                    at += segment.Length;
                });
                Assert.Equal(text.Length, at);

                var visible = string.Concat(text.Where(char.IsAsciiLetterOrDigit));
                Assert.Equal(visible, string.Concat(string.Concat(shown.Where(s => s.Kind != DisplaySegmentKind.Mark).Select(s => s.Text)).Where(char.IsAsciiLetterOrDigit)));
            },
            count: 10_000);
}
