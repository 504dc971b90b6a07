using AuditDashboard.Kubernetes.Rbac;
using AuditDashboard.Shared.EventList;

namespace AuditDashboard.Tests.EventList;

public sealed class EventWordsTests
{
    [Theory]
    [InlineData("create", 201, "created RoleBinding web/reader")]
    [InlineData("patch", 200, "patched RoleBinding web/reader")]
    [InlineData("patch", 403, "tried to patch RoleBinding web/reader")]
    [InlineData("deletecollection", 200, "deleted all RoleBinding web/reader")]
    [InlineData("get", 401, "tried to read RoleBinding web/reader")]
    [InlineData("frobnicate", 200, "requested frobnicate of RoleBinding web/reader")]
    public void Of_Verb_SaysWhatHappenedOrWasTried(string verb, int code, string expected) =>
        Assert.Equal(expected, EventWords.Of(EventRows.Row(1) with { Verb = verb, Code = code }).ToString());

    [Fact]
    public void Of_WithoutResource_NamesTheUri()
    {
        var row = EventRows.Row(1) with { Kind = ChangeKind.None, Resource = null, Namespace = null, Name = null, Verb = "get", RequestUri = "/apis", Code = 403 };

        Assert.Equal("tried to read /apis", EventWords.Of(row).ToString());
    }

    [Fact]
    public void Of_OtherApiGroup_NamesTheGroup()
    {
        var row = EventRows.Row(1) with { Kind = ChangeKind.OtherApiGroup, Resource = "roles", ApiGroup = "iam.aws.example", Namespace = null, Name = "r" };

        Assert.Equal("created roles.iam.aws.example r", EventWords.Of(row).ToString());
    }

    [Fact]
    public void Of_WithoutName_SaysWhere()
    {
        var row = EventRows.Row(1) with { Kind = ChangeKind.None, Resource = "secrets", Name = null, Verb = "list", Code = 200 };

        Assert.Equal("listed secrets in web", EventWords.Of(row).ToString());
    }
}
