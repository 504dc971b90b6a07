using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>The corpus on every other page, in links, and on a narrow screen.</summary>
public sealed class HostileCorpusTests(BrowserFixture browser, HostileFixture hostile) : HostileTests(browser, hostile)
{
    [Fact]
    public async Task Corpus_InEveryField_IsTextOnEveryPage()
    {
        await using var visit = await VisitAsync();

        foreach (var path in (string[])["/", "/collection", "/collection?mayMatch=roles", "/queries", "/queries?query=hostile-3"])
        {
            await LookAsync(visit, path);
        }

        await LookAtLinksAsync(visit);
        AssertNone(visit);
    }

    [Fact]
    public async Task Corpus_OnANarrowScreen_LeavesTheLayoutWhole()
    {
        await using var visit = await VisitAsync(ColorScheme.Dark, width: 390);
        var events = await EventsAsync(visit, "limit=200&query=roles");

        foreach (var path in (string[])["/", "/changes", "/events", "/secrets", "/anonymous", "/queue", "/actor", "/access", "/workload-identity", "/reviews", "/aws-auth", "/aws-auth?view=yaml", "/collection", "/queries", $"/changes?sel={events[0]}", $"/event/{events[0]}", $"/event/{events[^1]}?view=raw"])
        {
            await LookAsync(visit, path);
        }

        AssertNone(visit);
    }

    // What a link brings is shown too: the cluster, the search, chips, unknown keys.
    private static async Task LookAtLinksAsync(HostileVisit visit)
    {
        foreach (var text in HostileStrings.Texts.Where((_, i) => i % 30 == 4))
        {
            var value = Uri.EscapeDataString(text.Length > 190 ? text[..190] : text);
            await LookAsync(visit, $"/changes?cluster={value}&q={value}&f.actor={value}&x.name={value}&{value}=1");
        }
    }
}
