using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AuditDashboard.BrowserTests;

/// <summary>A page in a profile of its own, with everything that a browser would complain of.</summary>
internal sealed class BrowserSession : IAsyncDisposable
{
    private const int MaxLooks = 20;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private BrowserSession(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    /// <summary>Rules of WCAG 2.1 up to AA, and what is good practice besides.</summary>
    public static readonly string[] Accessible = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Console errors and warnings, uncaught errors, dialogs, and requests to other hosts.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<BrowserSession> StartAsync(IBrowserContext context, Uri own)
    {
        var session = new BrowserSession(context, await context.NewPageAsync());
        session.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                session._complaints.Enqueue($"console {message.Type}: {message.Text}");
            }
        };
        session.Page.PageError += (_, error) => session._complaints.Enqueue($"page error: {error}");
        session.Page.Dialog += (_, dialog) =>
        {
            session._complaints.Enqueue($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        session.Page.Request += (_, request) =>
        {
            var uri = new Uri(request.Url);
            if (uri.Scheme is "http" or "https" or "ws" or "wss" && (uri.Host != own.Host || uri.Port != own.Port))
            {
                session._complaints.Enqueue($"request to another host: {request.Url}");
            }
        };
        return session;
    }

    /// <summary>Opens a page and waits until its circuit has loaded the data.</summary>
    public async Task GoToAsync(string path)
    {
        var answer = await Page.GotoAsync(path);
        Assert.True(answer!.Ok, $"{path} answered {answer.Status}."); // GotoAsync answers null only for about:blank and hashes
        try
        {
            await WaitUntilReadyAsync();
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{path} was not ready in time.", exception);
        }
    }

    /// <summary>Waits until nothing on the page is loading or being worked out and every chart is drawn.</summary>
    /// <remarks>The page itself looks at each of its frames: asking from here, in steps that grow to a second, cost more than most pages take.</remarks>
    public Task WaitUntilReadyAsync() => Page.WaitForFunctionAsync(
        """
        () => {
            const bar = document.querySelector("[data-ready='true']");
            return bar && bar.getClientRects().length > 0 && !document.querySelector('.plot:not([data-drawn]), .risk.wait, .effect.wait');
        }
        """);

    /// <summary>What somebody with a screen reader would stumble over, a line each; empty if nothing.</summary>
    /// <remarks>What is being read anew is drawn paler for as long, which is no fault of a page: then it is looked at once more.</remarks>
    /// <param name="rules">Tags of the rules to try; null for all.</param>
    public Task<string> ViolationsAsync(params IReadOnlyList<string>? rules) => ViolationsAsync(options => Page.RunAxe(options), rules);

    /// <summary>As <see cref="ViolationsAsync(IReadOnlyList{string})"/>, of one part of the page: for a page of which the rest was looked at before.</summary>
    /// <param name="part">The part.</param>
    /// <param name="rules">Tags of the rules to try; null for all.</param>
    public Task<string> ViolationsWithinAsync(ILocator part, params IReadOnlyList<string>? rules) => ViolationsAsync(options => part.RunAxe(options), rules);

    private async Task<string> ViolationsAsync(Func<AxeRunOptions, Task<AxeResult>> run, IReadOnlyList<string>? rules)
    {
        for (var attempt = 1; ; attempt++)
        {
            await Page.WaitForFunctionAsync(
                """
                () => {
                    if (document.querySelector('.reloading')) return false;
                    window.hasReloaded = false;
                    window.reloads ??= new MutationObserver(() => { window.hasReloaded ||= document.querySelector('.reloading') !== null; });
                    window.reloads.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] });
                    return true;
                }
                """);
            var axe = await run(new AxeRunOptions
            {
                RunOnly = rules is { Count: > 0 } ? new RunOnlyOptions { Type = "tag", Values = [.. rules] } : null,
                ResultTypes = [ResultType.Violations], // to name each of the thousands of elements that pass is most of the work
            });
            var hasReloaded = await Page.EvaluateAsync<bool>("() => { window.reloads.disconnect(); return window.hasReloaded; }");
            if (axe.Violations.Length == 0 || !hasReloaded || attempt == MaxLooks)
            {
                return string.Join('\n', axe.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
            }
        }
    }

    /// <summary>Waits until the window of a page's query string is collected to its end.</summary>
    public Task WaitUntilCollectedAsync(string query) => Page.WaitForFunctionAsync(
        """
        async query => {
            const asked = new URLSearchParams(query);
            const answer = await fetch(`/api/v1/coverage?${new URLSearchParams({ from: asked.get('from'), to: asked.get('to') })}`);
            const items = (await answer.json()).items; // none before the first cluster is known
            return items.length > 0 && items.every(stretch => stretch.state === 'collected' || stretch.state === 'settling');
        }
        """,
        query,
        new PageWaitForFunctionOptions { PollingInterval = 500, Timeout = 180_000 });

    /// <summary>True if the links of the header run into what stands at its right.</summary>
    public Task<bool> HeaderOverlapsAsync() => Page.EvaluateAsync<bool>(
        "(() => { const links = [...document.querySelectorAll('.nav:not(.open) a')].map(a => a.getBoundingClientRect().right); return Math.max(...links) > document.querySelector('.top > .r').getBoundingClientRect().left; })()");

    /// <summary>Leaves a picture for a person to look at.</summary>
    public Task ScreenshotAsync(string name) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Repository.Screenshots, name + ".png") });

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
