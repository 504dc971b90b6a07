using AuditDashboard.Settings;

namespace AuditDashboard.Tests.Settings;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("15s", 15_000)]
    [InlineData("30m", 1_800_000)]
    [InlineData("6h", 21_600_000)]
    [InlineData("7d", 604_800_000)]
    [InlineData("00:00:01.5", 1_500)]
    [InlineData("7.00:00:00", 604_800_000)]
    public void TryParse_Duration_IsRead(string text, long expectedMs)
    {
        Assert.True(DurationText.TryParse(text, out var duration));

        Assert.Equal(expectedMs, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("d")]
    [InlineData("-7d")]
    [InlineData("1.5h")]
    [InlineData("1 h")]
    [InlineData("1h30m")]
    [InlineData("9223372036854775807d")]
    public void TryParse_Other_IsRefused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData("500ms")]
    [InlineData("90s")]
    [InlineData("6h")]
    [InlineData("7d")]
    public void Print_Parsed_IsTheSame(string text)
    {
        Assert.True(DurationText.TryParse(text, out var duration));

        Assert.Equal(text, DurationText.Print(duration));
    }
}
