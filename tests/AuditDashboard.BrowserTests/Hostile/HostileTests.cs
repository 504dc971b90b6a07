using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>Shows the corpus on pages of a real browser: nothing runs, nothing leaves, nothing moves, nothing hides. Classes share the dashboard and run beside each other.</summary>
public abstract partial class HostileTests(BrowserFixture browser, HostileFixture hostile)
{
    private const string Guard =
        """
        window.auditHit = () => console.error('audit hit');
        document.addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
        """;

    /// <summary>Controls but the line break, marks of direction, zero width, soft hyphen, tags, for a script. Our own texts have no-break spaces, so these are not looked for.</summary>
    private protected const string Hidden =
        @"/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|[\u{e0000}-\u{e0fff}]/u";

    // What text of the log could become if it were markup; the elements of our own pages are none of these.
    private const string Look =
        $$$"""
        () => {
          const found = [];
          const foreign = [...document.querySelectorAll('.audit-escaped, #audit-escaped, body script:not([src^="_framework"]):not([src^="/_framework"]):not([src^="js/"]):not([src^="/js/"]):not([src^="_content"]):not([src^="/_content"]), img, iframe, frame, object, embed, video, audio, marquee, math, base:not(head > base), main style, main link, main meta, main textarea:not([data-key-comment], .qe-stack > textarea), main template, dialog, [onerror], [onload], [onclick], [onfocus], [onmouseover], [ontoggle], a[href^="javascript"], a[href^="data:"], [action], [formaction]')];
          for (const element of foreign) found.push(`element ${element.outerHTML.slice(0, 200)}`);
          if (getComputedStyle(document.querySelector('main')).display === 'none') found.push('main is hidden');
          const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          if (over > 0) found.push(`scrolls sideways by ${over} px`);
          scrollTo(0, 0);
          const header = document.querySelector('.top');
          if (!header && !document.querySelector('main.open-link')) found.push('the header is missing');
          const top = header?.getBoundingClientRect();
          for (const share of top ? [0.02, 0.25, 0.5, 0.75, 0.98] : []) {
            const at = document.elementFromPoint(top.left + top.width * share, top.top + top.height / 2);
            if (!at || !at.closest('.top')) found.push(`the header is covered at ${share} by ${at && at.outerHTML.slice(0, 200)}`);
          }
          const hidden = {{{Hidden}}};
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

    /// <summary>Opens a browser on the dashboard that all of these tests share; skips the test where there is no browser.</summary>
    private protected async Task<HostileVisit> VisitAsync(ColorScheme scheme = ColorScheme.Light, int width = 1440)
    {
        browser.Require();
        return await VisitAsync(await hostile.GetAsync(), scheme, width);
    }

    /// <summary>Opens a browser on a dashboard of the corpus.</summary>
    private protected async Task<HostileVisit> VisitAsync(HostileDashboard dashboard, ColorScheme scheme = ColorScheme.Light, int width = 1440)
    {
        var session = await browser.OpenAsync(dashboard.Address, scheme, width);
        return new HostileVisit(dashboard, session, await WatchAsync(session));
    }

    /// <summary>Nothing was wrong with what was seen, and the log of the server that was asked for it, and the commands, are one line an entry with nothing that steers a terminal.</summary>
    private protected static void AssertNone(HostileVisit visit)
    {
        lock (visit.Problems)
        {
            // Said in full: an assertion on texts cuts them short.
            if (visit.Problems.Count > 0)
            {
                Assert.Fail(string.Join('\n', visit.Problems.Take(60)));
            }
        }

        Assert.Empty(visit.Session.Complaints);
        Assert.All(visit.Dashboard.Log.Split('\n'), line => Assert.Matches(LogLine(), line));
        Assert.DoesNotContain(visit.Dashboard.Log + visit.Dashboard.Commands, character => char.IsControl(character) && character is not '\n');
        Assert.All(visit.Dashboard.Commands.Split('\n'), line => Assert.DoesNotMatch("^info ", line));
    }

    /// <summary>Those strings that fit into a field of a form: no NUL, no lone surrogate, no line break, and not long.</summary>
    private protected static IReadOnlyList<string> Typed { get; } =
    [
        .. HostileStrings.Texts.Where(t => t.Trim().Length > 0 && t.Length <= 110 && t.All(c => c is not ('\0' or '\n' or '\r'))),
    ];

    /// <summary>As many of them as fit into fields that hold this many UTF-16 units each.</summary>
    private protected static List<string> TypedTogether(int length)
    {
        var texts = new List<string>();
        foreach (var text in Typed)
        {
            if (texts.Count > 0 && texts[^1].Length + 1 + text.Length <= length)
            {
                texts[^1] += " " + text;
            }
            else
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    private protected static async Task LookAsync(HostileVisit visit, string path)
    {
        await visit.Session.GoToAsync(path);
        await LookAtAsync(visit, path);
    }

    private protected static async Task LookAtAsync(HostileVisit visit, string path)
    {
        var found = await visit.Session.Page.EvaluateAsync<string[]>(Look);
        lock (visit.Problems)
        {
            visit.Problems.AddRange(found.Select(problem => $"{path}: {problem}"));
            if (visit.Session.Page.Frames.Count != 1)
            {
                visit.Problems.Add($"{path}: {visit.Session.Page.Frames.Count} frames");
            }
        }
    }

    private protected static async Task<List<string>> EventsAsync(HostileVisit visit, string query)
    {
        var answer = await visit.Session.Page.APIRequest.GetAsync($"/api/v1/events?{query}");
        var json = JsonDocument.Parse(await answer.TextAsync());
        return [.. json.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString() ?? "")];
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

    [GeneratedRegex(@"^(|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info|warn|fail) [A-Za-z.0-9]+\[\d+\] .*|AuditDashboard is listening on http://\S+)\r?$")]
    private static partial Regex LogLine();
}
