using AuditDashboard.Kubernetes.Audit;

namespace AuditDashboard.Kubernetes.Tests.Audit;

public sealed class OutcomesTests
{
    [Theory]
    [InlineData(null, Outcome.Unknown, "outcome unknown")]
    [InlineData(101, Outcome.Allowed, "allowed")]
    [InlineData(200, Outcome.Allowed, "allowed")]
    [InlineData(399, Outcome.Allowed, "allowed")]
    [InlineData(400, Outcome.Failed, "failed")]
    [InlineData(401, Outcome.NotSignedIn, "not signed in")]
    [InlineData(403, Outcome.RefusedByRbac, "refused by RBAC")]
    [InlineData(404, Outcome.Failed, "failed")]
    [InlineData(500, Outcome.Failed, "failed")]
    public void Of_Code_OutcomeAndWords(int? code, Outcome outcome, string words)
    {
        Assert.Equal(outcome, Outcomes.Of(code));
        Assert.Equal(words, Outcomes.Words(outcome));
    }

    [Fact]
    public void Words_RefusedThoughAllowed_NotBlamedOnRbac() => Assert.Equal("refused after RBAC allowed it", Outcomes.Words(Outcome.RefusedByRbac, "allow"));
}
