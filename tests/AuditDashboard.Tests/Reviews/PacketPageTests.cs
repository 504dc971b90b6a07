using System.Text;
using AngleSharp.Html.Parser;
using AuditDashboard.BrowserTests.Hostile;
using AuditDashboard.Kubernetes.Display;
using AuditDashboard.Storage.Reviews;

namespace AuditDashboard.Tests.Reviews;

public sealed class PacketPageTests : PacketTestContext
{
    private static readonly string[] Elements =
        ["HTML", "HEAD", "META", "TITLE", "STYLE", "BODY", "HEADER", "MAIN", "H1", "H2", "H3", "P", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD", "DIV", "SPAN", "BDI", "UL", "LI", "B", "BR", "PRE"];

    /// <summary>Every string as a name, a user, a comment and a ticket at once.</summary>
    [Fact]
    public async Task Page_OfAllHostileStrings_HoldsThemAsText()
    {
        var corpus = HostileStrings.Literals;

        // As JSON, since no string holds some of them.
        await StoreAsync([.. corpus.Select((literal, i) => Record(10 + (i / 10.0), "create", "roles", "put-here", user: "put-here").Replace("\"put-here\"", literal, StringComparison.Ordinal))]);
        var texts = HostileStrings.Texts;
        var code = await StartOfStoredAsync(Clip(texts[0], 100), Clip(texts[^1], 100));
        var document = await DocumentAsync(code);
        Assert.Equal(corpus.Count, document.Items.Count);
        foreach (var (item, text) in document.Items.Zip(texts))
        {
            await Desk.MarkAsync(document, [item.Id], new NewMark(ReviewDecision.ExpectedWithTicket, Clip(text, 200), Clip(text, 2000)), Ann, Token);
        }

        var files = await FilesAsync(code);

        var html = Encoding.UTF8.GetString(files.Single(file => file.Name == "index.html").Content.Span);
        using var page = new HtmlParser().ParseDocument(html);
        Assert.Equal([], page.All.Select(element => element.TagName).Distinct().Except(Elements));
        Assert.Equal([], page.All.SelectMany(element => element.Attributes).Select(attribute => attribute.Name).Distinct().Except(["lang", "charset", "http-equiv", "content", "name", "class", "scope"]));
        Assert.Equal(corpus.Count, page.QuerySelectorAll("thead + tbody > tr").Length);
        Assert.DoesNotContain(page.DocumentElement.TextContent.EnumerateRunes(), rune => rune.Value != '\n' && DisplayText.IsHidden(rune));
        var said = page.QuerySelectorAll("li > bdi").Select(element => element.TextContent).ToHashSet(StringComparer.Ordinal);
        Assert.All(texts.Where(text => text.Length is > 0 and <= 200 && !text.Contains('\0', StringComparison.Ordinal) && text.Trim() == text), text => Assert.Contains(DisplayText.Split(text).ToString(), said));
        Assert.True(PacketBytes.Verify(Pack(files), Key.Fingerprint).IsProven);
    }

    [Fact]
    public async Task Page_SaysWhatWasDecided_AndItsPolicyAllowsNothingElse()
    {
        var code = await StartAsync();
        await CloseAsync(code);

        var html = Encoding.UTF8.GetString((await FilesAsync(code)).Single(file => file.Name == "index.html").Content.Span);

        using var page = new HtmlParser().ParseDocument(html);
        var text = page.Body!.TextContent;
        Assert.Contains("2 changes: 0 expected, 1 expected with a ticket, 0 to be undone, 0 unauthorised, 0 disputed, 1 open", text, StringComparison.Ordinal);
        Assert.Contains("stored, redacted records", text, StringComparison.Ordinal);
        Assert.Contains("as planned", text, StringComparison.Ordinal);
        Assert.Contains(Key.Fingerprint, text, StringComparison.Ordinal);
        var policy = page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(page.QuerySelector("style")!.TextContent)));
        Assert.Equal($"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'", policy);
    }

    private static string Clip(string text, int max) => text.Trim() is { Length: > 0 } whole ? whole[..Math.Min(whole.Length, max)] : "blank";
}
