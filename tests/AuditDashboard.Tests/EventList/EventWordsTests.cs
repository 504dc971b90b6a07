using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Shared.EventList;

namespace AuditDashboard.Tests.EventList;

public sealed class EventWordsTests
{
    [Theory]
    [InlineData("create", 201, "created RoleBinding web/reader")]
    [InlineData("patch", 200, "patched RoleBinding web/reader")]
    [InlineData("patch", 403, "tried to patch RoleBinding web/reader")]
    [InlineData("get", 401, "attempted to read RoleBinding web/reader")]
    [InlineData("patch", null, "asked to patch RoleBinding web/reader")]
    [InlineData("frobnicate", 200, "did frobnicate on RoleBinding web/reader")]
    public void DidText_Verb_SaysWhatHappenedOrWasTried(string verb, int? code, string expected)
    {
        var row = EventRows.Row(1) with { Verb = verb, Code = code };

        Assert.Equal(expected, EventWords.DidText(row));
        Assert.Equal(expected, EventWords.DidText(row with { ImpersonatedUser = "root" }));
        Assert.Equal(expected, EventWords.DidText(row with { User = null }));
    }

    [Fact]
    public void DidText_WithoutResource_NamesTheUri()
    {
        var row = EventRows.Row(1) with { Kind = ChangeKind.None, Resource = null, Namespace = null, Name = null, Verb = "get", RequestUri = "/apis", Code = 403 };

        Assert.Equal("tried to read /apis", EventWords.DidText(row));
    }

    [Fact]
    public void DidText_OtherApiGroup_NamesTheGroup()
    {
        var row = EventRows.Row(1) with { Kind = ChangeKind.OtherApiGroup, Resource = "roles", ApiGroup = "iam.aws.example", Namespace = null, Name = "r" };

        Assert.Equal("created roles of iam.aws.example r", EventWords.DidText(row));
    }

    [Theory]
    [MemberData(nameof(HostileText.All), MemberType = typeof(HostileText))]
    public void DidText_HostileFields_DoesNotThrow(string value)
    {
        var row = EventRows.Row(1) with { Verb = value, User = value, ImpersonatedUser = value, Resource = value, Subresource = value, Namespace = value, Name = value };

        Assert.DoesNotContain("allowed", EventWords.DidText(row), StringComparison.Ordinal);
    }
}
