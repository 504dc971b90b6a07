using AuditDashboard.Collection;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Tests.EventList;
using AuditDashboard.Tests.SignIn;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditDashboard.Tests.Collection;

/// <summary>What a source advises of how it is read, on the page Collection.</summary>
public sealed class AdviceNoteTests : PageTestContext
{
    public AdviceNoteTests() =>
        Services.AddSingleton(new ClusterRegistry([new ConfiguredCluster(new ClusterOptions { Name = "demo", Source = "Demo" }, new SilentSource { Advice = "Read it otherwise." }, "* * * * *")]));

    [Theory]
    [InlineData(DashboardRole.Administrator)]
    [InlineData(DashboardRole.Reviewer)]
    [InlineData(DashboardRole.Viewer)]
    public async Task Advice_OfASource_IsANoteForAdministrators(DashboardRole role)
    {
        await Services.GetRequiredService<TestPerson>().SignInAsync(role);

        var page = Open<CollectionPage>("/collection");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".ln:not(.hd)")));
        Assert.Equal(role == DashboardRole.Administrator ? ["Advice: Read it otherwise."] : [], page.FindAll("[data-testid=advice]").Select(note => note.TextContent));
        Assert.Empty(page.FindAll(".flag"));
    }
}
