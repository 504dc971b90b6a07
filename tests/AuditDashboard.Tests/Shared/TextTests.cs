using System.Globalization;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage;

namespace AuditDashboard.Tests.Shared;

public sealed class TextTests
{
    private static readonly DateTimeOffset Instant = new(2026, 11, 23, 13, 41, 52, 418, TimeSpan.Zero);

    [Theory]
    [InlineData("en-US")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    [InlineData("de-DE")]
    public void Texts_AnyCulture_AreTheSame(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            Assert.Equal("23 Nov 2026 13:41:52.418 UTC", UtcText.Full(Instant.ToOffset(TimeSpan.FromHours(9))));
            Assert.Equal("2026-11-23T13:41:52.418Z", UtcText.ToUrl(TimeWindow.ToMicrosSinceEpoch(Instant)));
            Assert.Equal("1\u202F204", Numbers.Count(1204));
            Assert.Equal("−1\u202F204", Numbers.Signed(-1204));
            Assert.Equal("12.5 MiB", Numbers.Bytes(13_107_200));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(0, "0%")]
    [InlineData(0.000001, "0.1%")]
    [InlineData(0.992, "99.2%")]
    [InlineData(0.99999, "99.9%")]
    [InlineData(1, "100%")]
    public void Percent_AnyShare_SaysAllOrNothingOnlyWhenItIs(double share, string expected) => Assert.Equal(expected, Numbers.Percent(share));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.2, "under 1 s")]
    [InlineData(59, "59 s")]
    [InlineData(864, "14 min 24 s")]
    [InlineData(3600, "1 h")]
    [InlineData(187_200, "2 d 4 h")]
    public void Length_Seconds_HasTwoUnits(double seconds, string expected) => Assert.Equal(expected, UtcText.Length(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(5, "+5")]
    [InlineData(0, "±0")]
    [InlineData(-12, "−12")]
    public void Signed_Difference_HasItsSign(long difference, string expected) => Assert.Equal(expected, Numbers.Signed(difference));
}
