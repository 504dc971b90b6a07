using AuditDashboard.Storage.Reviews;

namespace AuditDashboard.Storage.Tests.Reviews;

/// <summary>Each case: what people said one after the other ("a=E" is Ann, expected; "a" a comment of hers), how many must agree, and where it stands.</summary>
public sealed class ReviewStandingTests
{
    [Theory]
    [InlineData("", 1, ReviewState.Open, null)]
    [InlineData("a", 1, ReviewState.Open, null)]
    [InlineData("a=E", 1, ReviewState.Settled, ReviewDecision.Expected)]
    [InlineData("a=E b=E", 1, ReviewState.Settled, ReviewDecision.Expected)]
    [InlineData("a=E b=U", 1, ReviewState.Disputed, null)]
    [InlineData("a=E", 2, ReviewState.Open, null)]
    [InlineData("a=E a=E", 2, ReviewState.Open, null)]
    [InlineData("a=E A=E", 2, ReviewState.Open, null)]
    [InlineData("a=E b=E", 2, ReviewState.Settled, ReviewDecision.Expected)]
    [InlineData("a=U b=U", 2, ReviewState.Settled, ReviewDecision.Unauthorised)]
    [InlineData("a=E b=T", 2, ReviewState.Disputed, null)]
    [InlineData("a=E b=R", 2, ReviewState.Disputed, null)]
    [InlineData("a=E b=R a=R", 2, ReviewState.Settled, ReviewDecision.ToBeUndone)]
    [InlineData("a=E b=E c=U", 2, ReviewState.Disputed, null)]
    [InlineData("a=E b=E a", 2, ReviewState.Settled, ReviewDecision.Expected)]
    [InlineData("a=E b=E a=U", 2, ReviewState.Disputed, null)]
    public void Change_SaidThis_StandsThere(string said, int reviewers, ReviewState state, ReviewDecision? decision)
    {
        var marks = said.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, i) => new ReviewMark(
            i + 1,
            7,
            word.Length == 1 ? null : word[2] switch
            {
                'E' => ReviewDecision.Expected,
                'T' => ReviewDecision.ExpectedWithTicket,
                'R' => ReviewDecision.ToBeUndone,
                _ => ReviewDecision.Unauthorised,
            },
            "",
            "",
            new Reviewer(word[..1], IsVerified: word[0] != 'A'),
            DateTimeOffset.UnixEpoch));

        var standing = ReviewStanding.Of(marks, reviewers);

        Assert.Equal((state, decision), (standing.State, standing.Decision));
    }

    [Theory]
    [InlineData("Ann", "ann")]
    [InlineData("ann", " ann ")]
    [InlineData("ann", "ａｎｎ")]
    public void People_OfTheSameName_AreOne(string one, string other) =>
        Assert.Equal(new Reviewer(one, IsVerified: true).Key, new Reviewer(other, IsVerified: false).Key);
}
