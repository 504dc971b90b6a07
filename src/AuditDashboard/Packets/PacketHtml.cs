using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using AuditDashboard.Kubernetes.Display;

namespace AuditDashboard.Packets;

/// <summary>
/// Writes HTML that needs nothing else, runs nothing and asks for nothing, which its own policy says to browsers too. All text is encoded, and what
/// cannot be seen in it is written out.
/// </summary>
internal abstract class PacketHtml
{
    /// <summary>Longest text that is shown, in UTF-16 units; behind it stands an ellipsis.</summary>
    protected const int MaxText = 4_000;

    // Dark only on a screen, since paper is white. Where a window is narrow, the cells of a row stand under each other. On paper the marks of what
    // cannot be seen are framed: browsers leave backgrounds out, and a text must not be able to imitate them.
    private const string Style = """
        :root{color-scheme:light;--t:#1a2421;--n:#56635f;--l:#d5dcd9;--b:#fff;--k:#fde9c8;--ok:#0b6b4f;--warn:#8a4b00;--bad:#a8002e}
        @media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--t:#e3ebe8;--n:#a2b0ab;--l:#36423e;--b:#131917;--k:#5c4309;--ok:#5dcda3;--warn:#efb35b;--bad:#ff8ba0}}
        *{box-sizing:border-box}body{font:14px/1.5 system-ui,sans-serif;color:var(--t);background:var(--b);max-width:1100px;margin:24px auto;padding:0 16px;overflow-wrap:anywhere}
        h1{font-size:22px;line-height:1.3;margin:0 0 4px}h2{font-size:16px;margin:28px 0 8px}h3{font-size:13px;margin:10px 0 0}p{margin:0 0 8px}
        table{border-collapse:collapse;width:100%;table-layout:fixed}th,td{border-bottom:1px solid var(--l);padding:6px 8px;text-align:left;vertical-align:top}
        th{font-size:12px;line-height:21px;color:var(--n);font-weight:500}th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
        .t{width:136px}.d{width:140px}.c{width:80px}.n{color:var(--n)}.m{font-family:ui-monospace,monospace;font-size:12px}.k{background:var(--k);border-radius:2px;padding:0 2px}
        .ok{color:var(--ok)}.warn{color:var(--warn)}.bad{color:var(--bad);font-weight:600}ul{margin:0;padding-left:18px}li{margin:2px 0}td ul{list-style:none;padding:0}td li{margin:0 0 6px}
        .b{columns:3 240px}pre{white-space:pre-wrap;margin:2px 0}
        @media screen and (max-width:720px){table,tbody,tr,th,td{display:block;width:auto}thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}th,td{border:0;padding:0}tr{border-bottom:1px solid var(--l);padding:8px 0}}
        @page{margin:14mm 12mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt sans-serif}}
        @media print{body{margin:0;padding:0;max-width:none;font-size:9pt}h1{font-size:15pt}h2{font-size:11pt;margin-top:14pt}h2,h3{break-after:avoid}h3{font-size:9pt}th,td{padding:3pt 6pt}th,.m{font-size:7.5pt}tr,li,thead{break-inside:avoid}thead{display:table-header-group}.t{width:94pt}.d{width:84pt}.c{width:48pt}.k{outline:1px solid}}
        """;

    private readonly StringBuilder _page = new();

    /// <summary>What was written since this was last asked for, UTF-8.</summary>
    protected byte[] Take()
    {
        var taken = Encoding.UTF8.GetBytes(_page.ToString());
        _page.Clear();
        return taken;
    }

    /// <summary>All up to the body.</summary>
    protected void Head(string title)
    {
        // The one style is named by its hash: whatever else got into the page would have no effect.
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));
        Raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\n");
        Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
        Plain(title);
        Raw("</title>\n<style>" + Style + "</style>\n</head>\n<body>\n");
    }

    /// <summary>All behind the matter.</summary>
    protected void End() => Raw("</main>\n</body>\n</html>\n");

    /// <summary>A row of a name and somebody's text; none for an empty one.</summary>
    protected void Row(string name, string value)
    {
        if (value.Length > 0)
        {
            Raw("<tr><th class=\"d\" scope=\"row\">");
            Plain(name);
            Raw("</th><td>");
            Text(value);
            Raw("</td></tr>\n");
        }
    }

    /// <summary>Somebody's text, whoever's: what cannot be seen in it becomes a mark.</summary>
    protected void Text(string value)
    {
        if (value.Length == 0)
        {
            return;
        }

        var shown = DisplayText.Split(value, MaxText);
        Raw("<bdi>");
        foreach (var segment in shown.Segments)
        {
            Raw(segment.Kind == DisplaySegmentKind.Plain ? "" : "<span class=\"k\">");
            Raw(HtmlEncoder.Default.Encode(segment.Text));
            Raw(segment.Kind == DisplaySegmentKind.Plain ? "" : "</span>");
        }

        Raw(shown.IsClipped ? "…</bdi>" : "</bdi>");
    }

    /// <summary>Text of the dashboard's own.</summary>
    protected void Plain(string value) => Raw(HtmlEncoder.Default.Encode(DisplayText.Split(value, MaxText).ToString()));

    /// <summary>Markup, never with anybody's text in it.</summary>
    protected void Raw(string markup) => _page.Append(markup);
}
