using System.Globalization;
using System.Text;
using AuditDashboard.Shared.Text;
using Bunit;

namespace AuditDashboard.Tests.Shared;

public sealed class LogTextTests : DashboardTestContext
{
    public static TheoryData<string> Hostile { get; } =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg/onload=alert(1)>", "javascript:alert(1)", "{{7*7}} ${7*7} {0} %s %n",
        "user\u202Egnp.exe", "a\u2066b\u2069c", "\u200Bzero\u200Dwidth\uFEFF", "line\r\nbreak\tand\0nul", "\u001b[31mred\u001b[0m", "lone \uD800 high", "lone \uDC00 low",
        "\uD83D\uDE00 face", "tag\U000E0041\U000E007F", "\u2028\u2029", "\u00A0\u3000spaces", "\u3164filler", "variation\uFE0F", "עברית ועוד", "العربية", "Ünïcödé", "", " ",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Render_HostileText_ShowsItAsTextWithNothingHidden(string value)
    {
        var cut = Render<LogText>(p => p.Add(c => c.Value, value));

        var element = cut.Find("bdi.log");
        Assert.All(element.QuerySelectorAll("*"), child => Assert.Equal("SPAN", child.TagName));
        Assert.DoesNotContain(element.TextContent.EnumerateRunes(), IsInvisible);
        Assert.DoesNotContain('\uFFFD', element.TextContent);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Split_AnyText_LosesNoVisibleCharacter(string value)
    {
        var segments = LogSegments.Split(value);

        // Independently: every visible rune of the value, in order, is in the plain segments.
        var visible = new StringBuilder();
        for (var i = 0; i < value.Length;)
        {
            if (Rune.TryGetRuneAt(value, i, out var rune))
            {
                if (!IsInvisible(rune) && !IsNamedInvisible(rune) && !(rune.Value == 0xFE0F && i > 0 && char.IsLetter(value[i - 1])))
                {
                    visible.Append(rune);
                }

                i += rune.Utf16SequenceLength;
            }
            else
            {
                i++;
            }
        }

        Assert.Equal(visible.ToString(), string.Concat(segments.Where(s => s.MarkName is not "hidden character").Select(s => s.Text)));
    }

    [Fact]
    public void Render_DirectionOverride_IsAMarkWithItsCode()
    {
        var cut = Render<LogText>(p => p.Add(c => c.Value, "user\u202Egnp"));

        Assert.Equal("user\\u202Egnp", cut.Find("bdi").TextContent);
        Assert.Equal("\\u202E", cut.Find(".mk").TextContent);
    }

    [Fact]
    public void Render_LongText_IsCutWithItsLengthSaid()
    {
        var cut = Render<LogText>(p => p.Add(c => c.Value, new string('a', 1204)).Add(c => c.Max, 10));

        Assert.Equal("aaaaaaaaaa…", cut.Find("bdi").TextContent);
        Assert.Equal("1\u202F204 characters", cut.Find("bdi .t3").GetAttribute("title"));
    }

    [Fact]
    public void Render_LookAlikeLetters_AreMarked()
    {
        var cut = Render<LogText>(p => p.Add(c => c.Value, "system:\u0430nonymous"));

        Assert.Equal("\u0430", cut.Find(".mk").TextContent);
    }

    [Fact]
    public void Render_Absent_SaysSo() => Assert.Equal("not in the log", Render<LogText>(p => p.Add(c => c.Value, null)).Find("span").TextContent);

    private static bool IsInvisible(Rune rune) => rune.Value != ' ' && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator;

    private static bool IsNamedInvisible(Rune rune) => rune.Value is 0x3164;
}
