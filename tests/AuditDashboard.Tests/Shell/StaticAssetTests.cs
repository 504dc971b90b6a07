using System.Net;
using System.Text.RegularExpressions;

namespace AuditDashboard.Tests.Shell;

public abstract partial class StaticAssetTests(DashboardServer server)
{
    [Theory]
    [InlineData("/app.css", "text/css")]
    [InlineData("/tokens.css", "text/css")]
    [InlineData("/js/timechart.js", "text/javascript")]
    [InlineData("/AuditDashboard.styles.css", "text/css")]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css", "text/css")]
    [InlineData("/_content/Vizor.ECharts/js/vizor-echarts-bundle-min.js", "text/javascript")]
    public async Task Asset_ByPlainName_IsServed(string path, string type)
    {
        using var client = server.Client();

        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Page_EveryFileItNames_IsServed()
    {
        using var client = server.Client();
        var page = await client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        var files = FileReference().Matches(page).Select(m => m.Groups[1].Value).Where(f => f.Contains('.', StringComparison.Ordinal)).Distinct().ToList();

        Assert.True(files.Count >= 9, $"Only {files.Count} files are named.");
        foreach (var file in files)
        {
            using var response = await client.GetAsync(new Uri(file, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{file}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task Page_Markup_HasNoInlineScriptAndNoForeignAddress()
    {
        using var client = server.Client();

        var page = await client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.DoesNotMatch(InlineScript(), page);
        Assert.DoesNotMatch(InlineHandler(), page);
        Assert.DoesNotMatch(ForeignAddress(), page);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"#?]+)\"")]
    private static partial Regex FileReference();

    [GeneratedRegex("<script(?![^>]*\\ssrc=)", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();

    [GeneratedRegex("<[^>]+\\son[a-z]+=", RegexOptions.IgnoreCase)]
    private static partial Regex InlineHandler();

    [GeneratedRegex("(?:src|href)=\"(?:https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignAddress();
}

public sealed class ProductionStaticAssetTests(DashboardServer server) : StaticAssetTests(server), IClassFixture<DashboardServer>;

public sealed class DevelopmentStaticAssetTests(DevelopmentServer server) : StaticAssetTests(server), IClassFixture<DevelopmentServer>;
