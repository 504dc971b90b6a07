using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>Shows the corpus on every page of a real browser: nothing runs, nothing leaves, nothing moves, nothing hides.</summary>
public sealed partial class HostileCorpusTests(BrowserFixture browser)
{
    private const string Guard =
        """
        window.auditHit = () => console.error('audit hit');
        document.addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
        """;

    // What text of the log could become if it were markup; the elements of our own pages are none of these.
    private const string Look =
        """
        () => {
          const found = [];
          const foreign = [...document.querySelectorAll('.audit-escaped, #audit-escaped, body script:not([src^="_framework"]):not([src^="/_framework"]):not([src^="js/"]):not([src^="/js/"]):not([src^="_content"]):not([src^="/_content"]), img, iframe, frame, object, embed, video, audio, marquee, math, base:not(head > base), main style, main link, main meta, main textarea, main template, dialog, [onerror], [onload], [onclick], [onfocus], [onmouseover], [ontoggle], a[href^="javascript"], a[href^="data:"], [action], [formaction]')];
          for (const element of foreign) found.push(`element ${element.outerHTML.slice(0, 200)}`);
          if (getComputedStyle(document.querySelector('main')).display === 'none') found.push('main is hidden');
          const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          if (over > 0) found.push(`scrolls sideways by ${over} px`);
          scrollTo(0, 0);
          const top = document.querySelector('.top').getBoundingClientRect();
          for (const share of [0.02, 0.25, 0.5, 0.75, 0.98]) {
            const at = document.elementFromPoint(top.left + top.width * share, top.top + top.height / 2);
            if (!at || !at.closest('.top')) found.push(`the header is covered at ${share} by ${at && at.outerHTML.slice(0, 200)}`);
          }
          // Controls but the line break, marks of direction, zero width, soft hyphen, tags. Our own texts have no-break spaces, so these are not looked for.
          const hidden = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|[\u{e0000}-\u{e0fff}]/u;
          const show = text => JSON.stringify(text.slice(0, 120)).replace(/[^\x20-\x7e]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (!node.parentElement.closest('script, style') && hidden.test(node.data)) found.push(`hidden character in the text of ${node.parentElement.outerHTML.slice(0, 60)}: ${show(node.data)}`);
          }
          for (const element of document.querySelectorAll('[title], [aria-label], [placeholder], [alt]')) {
            for (const name of ['title', 'aria-label', 'placeholder', 'alt']) {
              const value = element.getAttribute(name);
              if (value && hidden.test(value)) found.push(`hidden character in ${name} of ${element.tagName}.${element.className}: ${show(value)}`);
            }
          }
          if (hidden.test(document.title)) found.push(`hidden character in the title: ${show(document.title)}`);
          return found.slice(0, 8);
        }
        """;

    [Fact]
    public async Task Corpus_InEveryField_IsTextOnEveryPage()
    {
        Assert.True(HostileCorpus.Literals.Distinct(StringComparer.Ordinal).Count() >= 200);
        await using var session = await browser.OpenAsync();
        await using var dashboard = await HostileDashboard.StartAsync();
        await using var pages = await browser.OpenAsync(dashboard.Address);
        var problems = await WatchAsync(pages);

        foreach (var path in (string[])["/", "/collection", "/collection?mayMatch=roles", "/queries", "/queries?query=hostile-3"])
        {
            await LookAsync(pages, path, problems);
        }

        await HoverChartsAsync(pages, "/", problems);
        await HoverChartsAsync(pages, "/changes", problems);
        await LookAtListAsync(pages, "/changes?more=kind&more=actor&more=verb&more=namespace&more=outcome&more=ip", problems);
        await LookAtListAsync(pages, "/events?query=denied&more=actor&more=verb&more=resource&more=namespace&more=code&more=ip&more=stage", problems);
        await LookAsync(pages, "/secrets?more=actor&more=ip&more=namespace&more=name", problems);
        await LookAsync(pages, "/anonymous?more=ip&more=uri&more=actor&more=agent", problems);
        await LookAtEventsAsync(pages, problems);
        await LookAtAwsAuthAsync(pages, problems);
        await LookAtLinksAsync(pages, problems);
        AssertNone(problems);
        Assert.Empty(pages.Complaints);

        // The log of a server that was asked for all of this, and the commands: one line an entry, nothing that steers a terminal.
        Assert.All(dashboard.Log.Split('\n'), line => Assert.Matches(LogLine(), line));
        Assert.DoesNotContain(dashboard.Log + dashboard.Commands, character => char.IsControl(character) && character is not '\n');
        Assert.All(dashboard.Commands.Split('\n'), line => Assert.DoesNotMatch("^info ", line));
    }

    [Fact]
    public async Task Corpus_OnANarrowScreen_LeavesTheLayoutWhole()
    {
        await using var session = await browser.OpenAsync();
        await using var dashboard = await HostileDashboard.StartAsync();
        await using var pages = await browser.OpenAsync(dashboard.Address, ColorScheme.Dark, width: 390);
        var problems = await WatchAsync(pages);
        var events = await EventsAsync(pages, "limit=200&query=roles");

        foreach (var path in (string[])["/", "/changes", "/events", "/secrets", "/anonymous", "/aws-auth", "/aws-auth?view=yaml", "/collection", "/queries", $"/changes?sel={events[0]}", $"/event/{events[0]}", $"/event/{events[^1]}?view=raw"])
        {
            await LookAsync(pages, path, problems);
        }

        AssertNone(problems);
        Assert.Empty(pages.Complaints);
    }

    [Fact]
    public async Task Corpus_OnTheCommandLineAndInExports_SteersNothingAndComputesNothing()
    {
        await using var session = await browser.OpenAsync();
        await using var dashboard = await HostileDashboard.StartAsync();
        var token = TestContext.Current.CancellationToken;
        string[] query = ["--query", "fields verb, user.username, objectRef.name, userAgent, requestURI | filter objectRef.resource = 'secrets' | limit 10000"];

        var table = await dashboard.QueryAsync([.. query, "--format", "table"]);
        var csv = await dashboard.QueryAsync([.. query, "--format", "csv"]);
        var lines = await dashboard.QueryAsync([.. query, "--format", "ndjson"]);
        var array = await dashboard.QueryAsync([.. query, "--format", "json"]);

        Assert.All(new[] { table, csv, lines, array }, run => Assert.Equal(0, run.ExitCode));
        Assert.DoesNotContain(table.Output, c => (char.IsControl(c) && c != '\n') || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format);
        Assert.Equal(HostileCorpus.Literals.Count + 2, table.Output.TrimEnd('\n').Split('\n').Length);
        Assert.Equal(HostileCorpus.Literals.Count, lines.Output.TrimEnd('\n').Split('\n').Length);
        Assert.All(lines.Output.TrimEnd('\n').Split('\n'), line => JsonDocument.Parse(line).Dispose());
        Assert.Equal(HostileCorpus.Literals.Count, JsonDocument.Parse(array.Output).RootElement.GetArrayLength());
        Assert.DoesNotContain(lines.Output + array.Output, c => char.IsControl(c) && c is not ('\n' or '\t'));
        Assert.Empty(Formulas(csv.Output));

        // The stored, redacted record comes back with each string as it was, in the API and in the file.
        using var client = new HttpClient { BaseAddress = dashboard.Address };
        var file = await client.GetStringAsync(new Uri("/api/v1/exports/secrets?range=7d&format=json", UriKind.Relative), token);
        using var json = JsonDocument.Parse(file);
        var texts = json.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("event").GetProperty("objectRef").GetProperty("name").GetRawText()).ToHashSet(StringComparer.Ordinal);
        Assert.Equal("", string.Join('\n', HostileCorpus.Literals.Where(literal => !texts.Contains(literal)).Take(5)));
        Assert.Equal(HostileCorpus.Literals.Count, json.RootElement.GetProperty("end").GetProperty("events").GetInt32());
        var sheet = await client.GetStringAsync(new Uri("/api/v1/exports/secrets?range=7d&format=csv", UriKind.Relative), token);
        Assert.Empty(Formulas(sheet));
        Assert.DoesNotContain(sheet.Replace("\r\n", "", StringComparison.Ordinal), char.IsControl);
        Assert.Equal(HostileCorpus.Literals.Count, sheet.Split("\r\n").Count(line => line.StartsWith("20", StringComparison.Ordinal)));
    }

    // Said in full: an assertion on texts cuts them short.
    private static void AssertNone(List<string> problems)
    {
        lock (problems)
        {
            if (problems.Count > 0)
            {
                Assert.Fail(string.Join('\n', problems.Take(60)));
            }
        }
    }

    private static async Task<List<string>> WatchAsync(BrowserSession session)
    {
        var problems = new List<string>();
        await session.Page.AddInitScriptAsync(Guard);
        session.Page.Request += (_, request) =>
        {
            var uri = new Uri(request.Url);
            if (uri.AbsolutePath.Contains("audit-hit", StringComparison.Ordinal) || uri.Host.Contains("audit-hit", StringComparison.Ordinal))
            {
                lock (problems)
                {
                    problems.Add($"request for {request.Url}");
                }
            }
        };
        return problems;
    }

    private static async Task LookAsync(BrowserSession session, string path, List<string> problems)
    {
        await session.GoToAsync(path);
        await LookAtAsync(session, path, problems);
    }

    private static async Task LookAtAsync(BrowserSession session, string path, List<string> problems)
    {
        var found = await session.Page.EvaluateAsync<string[]>(Look);
        lock (problems)
        {
            problems.AddRange(found.Select(problem => $"{path}: {problem}"));
            if (session.Page.Frames.Count != 1)
            {
                problems.Add($"{path}: {session.Page.Frames.Count} frames");
            }
        }
    }

    private static async Task LookAtListAsync(BrowserSession session, string path, List<string> problems)
    {
        const int MostPages = 20;
        await LookAsync(session, path, problems);
        for (var page = 2; page <= MostPages; page++)
        {
            var older = session.Page.Locator("a[rel=next]");
            if (await older.CountAsync() == 0)
            {
                return;
            }

            await session.GoToAsync(await older.GetAttributeAsync("href") ?? "");
            await LookAtAsync(session, $"{path} page {page}", problems);
        }

        Assert.Fail($"{path} has more pages than the corpus.");
    }

    private static async Task LookAtEventsAsync(BrowserSession session, List<string> problems)
    {
        var whole = await EventsAsync(session, "limit=200&query=roles&verb=create");
        var others = await EventsAsync(session, "limit=200&query=denied");
        Assert.Equal((HostileCorpus.Literals.Count + 79) / 80, whole.Count);
        foreach (var id in whole)
        {
            foreach (var mode in (string[])["", "?view=json", "?view=raw"])
            {
                await LookAsync(session, $"/event/{id}{mode}", problems);
            }

            await LookAsync(session, $"/changes?sel={id}", problems);
        }

        foreach (var id in others.Where((_, i) => i % 25 == 0))
        {
            await LookAsync(session, $"/event/{id}", problems);
            await LookAsync(session, $"/events?sel={id}", problems);
        }
    }

    private static async Task LookAtAwsAuthAsync(BrowserSession session, List<string> problems)
    {
        var ids = await EventsAsync(session, "limit=200&query=aws-auth");
        Assert.Equal((HostileCorpus.Literals.Count + 9) / 10, ids.Count);
        foreach (var id in ids.Where((_, i) => i % 4 == 0))
        {
            // Each page shows the selected change and up to three that followed.
            await LookAsync(session, $"/aws-auth?sel={id}", problems);
            await LookAsync(session, $"/aws-auth?view=yaml&sel={id}", problems);
        }
    }

    // What a link brings is shown too: the cluster, the search, chips, unknown keys.
    private static async Task LookAtLinksAsync(BrowserSession session, List<string> problems)
    {
        foreach (var literal in HostileCorpus.Literals.Where((_, i) => i % 30 == 4).Where(l => !l.Contains("\\ud8", StringComparison.Ordinal) && !l.Contains("\\udc", StringComparison.Ordinal)))
        {
            var text = JsonSerializer.Deserialize<string>(literal) ?? "";
            var value = Uri.EscapeDataString(text.Length > 190 ? text[..190] : text);
            await LookAsync(session, $"/changes?cluster={value}&q={value}&f.actor={value}&x.name={value}&{value}=1", problems);
        }
    }

    private static async Task HoverChartsAsync(BrowserSession session, string path, List<string> problems)
    {
        await session.GoToAsync(path);
        var box = await session.Page.Locator("[data-drawn]").First.BoundingBoxAsync() ?? throw new InvalidOperationException("The chart has no box.");
        foreach (var share in (float[])[0.8f, 0.9f, 0.95f, 0.98f, 0.995f])
        {
            await session.Page.Mouse.MoveAsync(box.X + (box.Width * share), box.Y + (box.Height / 2));
            await LookAtAsync(session, $"{path} tooltip", problems);
        }
    }

    private static async Task<List<string>> EventsAsync(BrowserSession session, string query)
    {
        var answer = await session.Page.APIRequest.GetAsync($"/api/v1/events?{query}");
        var json = JsonDocument.Parse(await answer.TextAsync());
        return [.. json.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString() ?? "")];
    }

    // Fields of RFC 4180 that a spreadsheet would compute.
    private static List<string> Formulas(string csv)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        foreach (var character in csv)
        {
            if (character == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && character is ',' or '\n')
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(character);
            }
        }

        return [.. fields.Where(f => Formula().IsMatch(f) && !Number().IsMatch(f))];
    }

    [GeneratedRegex(@"^([\t\r\n\0]|\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])")]
    private static partial Regex Formula();

    [GeneratedRegex(@"^[+-]?[0-9.]+(e[+-]?[0-9]+)?\r?$|^\r$", RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex(@"^(|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info|warn|fail) [A-Za-z.0-9]+\[\d+\] .*|AuditDashboard is listening on http://\S+)\r?$")]
    private static partial Regex LogLine();
}
