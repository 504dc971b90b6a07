using AuditDashboard.AwsAuth;
using AuditDashboard.Tests.EventList;
using Bunit;

namespace AuditDashboard.Tests.AwsAuth;

public sealed class AwsAuthPageTests : PageTestContext
{
    private const string Admins = "- rolearn: arn:aws:iam::111122223333:role/Admins\n  username: admin\n  groups: [platform-admins]\n";
    private const string Exporter = "- rolearn: arn:aws:iam::444455556666:role/ci-exporter\n  username: ci\n  groups: [system:masters]\n";

    [Fact]
    public async Task Page_OnARowThatIsAdded_ShowsWhoAndTheRowAndWhatItGrants()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(Write(120, "setup", Admins), Write(60, "ops-temp", Admins + Exporter));

        var page = Open<AwsAuthPage>("/aws-auth");

        page.WaitForAssertion(() => Assert.Contains("2 changes", page.Find("nav").TextContent, StringComparison.Ordinal));
        var chosen = page.Find("article.ver.on");
        Assert.Contains("ops-temp", chosen.QuerySelector(".say")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("system:masters granted", chosen.QuerySelector(".flag.c")!.TextContent, StringComparison.Ordinal);
        var added = Assert.Single(chosen.QuerySelectorAll("tr.add"));
        Assert.Contains("arn:aws:iam::444455556666:role/ci-exporter", added.TextContent, StringComparison.Ordinal);
        Assert.Contains("RBAC: because", chosen.TextContent, StringComparison.Ordinal);
        Assert.Contains("ops-temp", page.Find("aside").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Older_Followed_ShowsItAndWhatFollowed()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(Write(120, "setup", Admins), Write(60, "ops-temp", Admins + Exporter));
        var page = Open<AwsAuthPage>("/aws-auth");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("a.hv").Count));

        Follow(page.FindAll("a.hv")[1]);

        page.WaitForAssertion(() => Assert.Contains("setup", page.Find("article.ver.on .say").TextContent, StringComparison.Ordinal));
        Assert.Equal(2, page.FindAll("article.ver").Count);
        Assert.NotNull(page.Find("article.ver.on [data-testid=unknown-before]"));
        Assert.Contains("sel=", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_IsSaidToBe_AndDoesNotBecomeTheTextBefore()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(Write(120, "setup", Admins), Write(60, "mallory", Admins + Exporter, code: 403), Write(30, "setup", Admins));

        var page = Open<AwsAuthPage>("/aws-auth");
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("a.hv").Count));
        Assert.Empty(page.Find("article.ver.on").QuerySelectorAll("tr.add, tr.del"));

        Follow(page.FindAll("a.hv")[1]);

        page.WaitForAssertion(() => Assert.Contains("mallory", page.Find("article.ver.on .say").TextContent, StringComparison.Ordinal));
        Assert.Contains("system:masters asked for", page.Find("article.ver.on .flag.c").TextContent, StringComparison.Ordinal);
        Assert.Contains("did not come to pass", page.Find("article.ver.on").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TextThatBreaks_IsALockOut_AndYamlShowsTheLines()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        await StoreAsync(Write(120, "setup", Admins), Write(60, "m.lind", Admins.Replace("  username", " username", StringComparison.Ordinal)));

        var page = Open<AwsAuthPage>("/aws-auth?view=yaml");

        page.WaitForAssertion(() => Assert.Contains("Locked out", page.Find("article.ver.on .flag.c").TextContent, StringComparison.Ordinal));
        Assert.Contains("lock-out", page.Find("a.hv.on").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TimeBetweenNotCollected_IsADoubtAboutTheTextBefore()
    {
        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.FromMinutes(-100));
        await CollectAsync(TimeSpan.FromMinutes(-70), TimeSpan.Zero);
        await StoreAsync(Write(120, "setup", Admins), Write(60, "ops-temp", Admins + Exporter));

        var page = Open<AwsAuthPage>("/aws-auth");

        page.WaitForAssertion(() => Assert.Contains("30 min between the last known version", page.Find("article.ver.on .doubt").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task NothingThere_CollectedOrNot_LooksDifferent()
    {
        var page = Open<AwsAuthPage>("/aws-auth?range=1h");
        page.WaitForAssertion(() => Assert.Contains("Nothing was collected", page.Find(".state.not-collected").TextContent, StringComparison.Ordinal));

        await CollectAsync(TimeSpan.FromDays(-1), TimeSpan.Zero);
        Navigation.NavigateTo("/aws-auth?range=2h");

        page.WaitForAssertion(() => Assert.Contains("All of it was collected.", page.Find(".state.empty").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".state.not-collected"));
    }

    [Fact]
    public async Task HostileNames_AreShownAsText()
    {
        await StoreAsync(Write(60, "<script>alert(1)</script>", "- rolearn: <img src=x onerror=alert(1)>\n  username: x\n  groups: [g]\n"));

        var page = Open<AwsAuthPage>("/aws-auth");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("article.ver.on")));
        Assert.Empty(page.FindAll("main script, article script, article img"));
        Assert.Contains("<script>alert(1)</script>", page.Find("article.ver.on .say").TextContent, StringComparison.Ordinal);
        Assert.Contains("<img src=x onerror=alert(1)>", page.Find("article.ver.on table").TextContent, StringComparison.Ordinal);
    }

    private string Write(double minutesAgo, string user, string mapRoles, int code = 200) => Record(
        minutesAgo, "update", "configmaps", "aws-auth", user, code, "kube-system", group: "", decision: code == 403 ? "forbid" : "allow",
        extra: $"\"requestObject\":{{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{{\"name\":\"aws-auth\",\"namespace\":\"kube-system\"}},\"data\":{{\"mapRoles\":{Text(mapRoles)}}}}},");
}
