using AuditDashboard.Explore.Running;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Tests.Explore;

/// <summary>What is sent to CloudWatch is what was checked here, also where the service might end a comment or a blank elsewhere.</summary>
public sealed class CloudWatchTextTests
{
    [Theory]
    [InlineData("fields  verb |\n filter verb = 'get'")]
    [InlineData("filter a like /x|y/ | limit 5")]
    public void TextOf_Plain_IsAsWritten(string text) => Assert.Equal(text, TextOf(text));

    [Theory]
    [InlineData("fields verb # \u2028| filter user.username in (SOURCE '/other' | fields x)")]
    [InlineData("fields verb # \u0085| filter user.username in (SOURCE '/other' | fields x)")]
    [InlineData("fields verb # \f| filter user.username in (SOURCE '/other' | fields x)")]
    public void TextOf_CommentThatMayEndElsewhere_HoldsNoneOfIt(string text) => Assert.Equal("fields verb", TextOf(text));

    [Fact]
    public void TextOf_OtherLetters_ArePrintedAnew() => Assert.Equal("filter verb = \"é\"", TextOf("filter\tverb = 'é'"));

    private static string TextOf(string text)
    {
        Assert.True(InsightsQuery.TryCompile(text, new QueryOptions(), out var query, out var error), error?.ToString());
        return CloudWatchRuns.TextOf(text, query);
    }
}
