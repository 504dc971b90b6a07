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
    private const int MaxText = 4_000;

    private const string Style = """
        :root{color-scheme:light}body{font:14px/1.5 system-ui,sans-serif;color:#1a2421;background:#fff;max-width:1100px;margin:24px auto;padding:0 16px}
        h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:24px 0 8px}table{border-collapse:collapse;width:100%;table-layout:fixed}
        th,td{border-bottom:1px solid #d5dcd9;padding:5px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{font-size:12px;color:#56635f;font-weight:500}
        .t{width:150px}.d{width:170px}.n{color:#56635f}.m{font-family:ui-monospace,monospace;font-size:12px;overflow-wrap:anywhere}.k{background:#fde9c8;border-radius:2px;padding:0 2px}
        .ok{color:#0b6b4f}.warn{color:#8a4b00}.bad{color:#a8002e;font-weight:600}ul{margin:4px 0;padding-left:18px}li{margin:2px 0}pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:2px 0}
        @media print{body{margin:0;max-width:none;font-size:10pt}tr,li{break-inside:avoid}thead{display:table-header-group}}
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

    /// <summary>All behind the body.</summary>
    protected void End() => Raw("</body>\n</html>\n");

    /// <summary>A row of a name and somebody's text; none for an empty one.</summary>
    protected void Row(string name, string value)
    {
        if (value.Length > 0)
        {
            Raw("<tr><th class=\"d\">");
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
