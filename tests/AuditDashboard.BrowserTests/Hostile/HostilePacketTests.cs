using System.IO.Compression;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>The corpus in evidence packets, whose pages are opened from a folder: no server stands by them, and they are all that somebody may ever see.</summary>
public sealed class HostilePacketTests(BrowserFixture browser, HostileFixture hostile) : HostileTests(browser, hostile)
{
    private const string Look =
        $$$"""
        () => {
          const found = [];
          const own = new Set('HTML HEAD META TITLE STYLE BODY HEADER MAIN H1 H2 H3 P TABLE THEAD TBODY TR TH TD DIV SPAN BDI UL LI B BR PRE'.split(' '));
          const named = new Set('lang charset http-equiv content name class scope'.split(' '));
          for (const element of document.querySelectorAll('*')) {
            if (!own.has(element.tagName)) found.push(`element ${element.outerHTML.slice(0, 200)}`);
            for (const attribute of element.attributes) if (!named.has(attribute.name)) found.push(`attribute ${attribute.name} of ${element.tagName}`);
          }
          if (document.querySelectorAll('head style').length !== 1 || document.querySelector('body style, body meta, body title')) found.push('a second style, meta or title');
          const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          if (over > 0) found.push(`scrolls sideways by ${over} px`);
          // Nothing is written one letter a line, or over its neighbour.
          for (const cell of document.querySelectorAll('th, td')) {
            if (cell.closest('thead') && getComputedStyle(cell.closest('thead')).position === 'absolute') continue;
            const box = cell.getBoundingClientRect();
            if (box.width < 40 || cell.scrollWidth > Math.ceil(box.width)) found.push(`a cell of ${Math.round(box.width)} px holds ${cell.scrollWidth} px: ${cell.outerHTML.slice(0, 120)}`);
          }
          const hidden = {{{Hidden}}};
          if (hidden.test(document.documentElement.textContent) || hidden.test(document.title)) found.push('a hidden character');
          return found.slice(0, 8);
        }
        """;

    [Fact]
    public async Task Corpus_InTheReviewsPacket_IsText()
    {
        await using var visit = await VisitAsync();
        await HostileForms.StartReviewAsync(visit.Session);
        await HostileForms.MarkAsync(visit.Session, "unauthorised", TypedTogether(HostileForms.MaxComment));

        await LookAtPacketAsync(visit, "reviews/" + new Uri(visit.Session.Page.Url).Segments[^1].TrimEnd('/'), "packet-review");
        AssertNone(visit);
    }

    [Fact]
    public async Task Corpus_InTheSnapshotsPacket_IsText()
    {
        await using var visit = await VisitAsync();
        var page = visit.Session.Page;
        await HostileForms.ShareAsync(visit.Session, "/events?range=7d", TypedTogether(HostileForms.MaxNote)[0]);
        await page.GetByTestId("freeze").ClickAsync();
        var snapshot = new Uri(await page.GetByTestId("snapshot-link").InputValueAsync()).Segments[^1];

        await LookAtPacketAsync(visit, "snapshots/" + snapshot, "packet-snapshot");
        AssertNone(visit);
    }

    // From the API into a folder, and from there into a window that is wide or narrow, light or dark, and onto paper.
    private async Task LookAtPacketAsync(HostileVisit visit, string of, string name)
    {
        var folder = Directory.CreateTempSubdirectory("audit-hostile-packet-").FullName;
        try
        {
            var answer = await visit.Session.Page.APIRequest.GetAsync($"/api/v1/{of}/packet");
            Assert.Equal(200, answer.Status);
            using (var packet = new ZipArchive(new MemoryStream(await answer.BodyAsync()), ZipArchiveMode.Read))
            {
                packet.ExtractToDirectory(folder);
            }

            foreach (var (scheme, width) in ((ColorScheme, int)[])[(ColorScheme.Light, 1280), (ColorScheme.Dark, 390)])
            {
                await using var opened = await VisitAsync(scheme, width);
                var page = opened.Session.Page;
                var address = new Uri(Path.Combine(folder, "index.html")).AbsoluteUri;
                page.Request += (_, request) => Add(visit, request.Url == address ? [] : [$"{name} asks for {request.Url}"]);
                await page.GotoAsync(address);
                await LookAtOpenedAsync(visit, page, $"{name} {scheme} {width}");
                await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(HostileForms.Name + "{{7*7}}=1+1\\u202E");
                Assert.Equal("", string.Join('\n', (await MissingAsync(page)).Take(5)));
                await opened.Session.ScreenshotAsync($"{name}-{width}");
                await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = scheme });
                await LookAtOpenedAsync(visit, page, $"{name} on paper");
                Assert.Equal("rgb(255, 255, 255) rgb(26, 36, 33)", await page.EvaluateAsync<string>("(s => `${s.backgroundColor} ${s.color}`)(getComputedStyle(document.body))"));
                await page.EmulateMediaAsync(new() { Media = Media.Screen, ColorScheme = scheme });
                AssertNone(opened);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task LookAtOpenedAsync(HostileVisit visit, IPage page, string where) =>
        Add(visit, (await page.EvaluateAsync<string[]>(Look)).Select(problem => $"{where}: {problem}"));

    // Those strings that are seen as they are: each is the name of something in the events.
    private static async Task<List<string>> MissingAsync(IPage page)
    {
        var seen = Typed.Where(text => text.Trim() == text && text.All(character => character is >= ' ' and < '\u007f')).ToList();
        var said = await page.EvaluateAsync<string>("document.querySelector('main').textContent");
        return [.. seen.Where(text => !said.Contains(text, StringComparison.Ordinal))];
    }

    private static void Add(HostileVisit visit, IEnumerable<string> problems)
    {
        lock (visit.Problems)
        {
            visit.Problems.AddRange(problems);
        }
    }
}
