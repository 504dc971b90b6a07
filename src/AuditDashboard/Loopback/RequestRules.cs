using System.Net;

namespace AuditDashboard.Loopback;

/// <summary>The rules for a request; pure, apart from reading the request.</summary>
internal static class RequestRules
{
    private const string CircuitPath = "/_blazor";

    /// <summary>The first rule of loopback mode that the request breaks; null if it may pass.</summary>
    public static RequestProblem? FindProblem(HttpContext context)
    {
        var request = context.Request;

        // Null under a test server and on no other transport that we listen on.
        if (context.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote))
        {
            return new(HttpStatusCode.Forbidden, "connection", "The dashboard answers connections from this machine only.");
        }

        if (!request.Host.HasValue || !LoopbackAddress.IsLoopbackHost(request.Host.Host))
        {
            return new(HttpStatusCode.BadRequest, "host", "The dashboard answers to loopback names only: use http://127.0.0.1 or http://localhost with its port.");
        }

        if (request.Headers.Keys.Any(IsForwarding))
        {
            return new(HttpStatusCode.BadRequest, "forwarded", "The dashboard does not answer requests that came through a proxy (a Forwarded or X-Forwarded header).");
        }

        return FindForeignPage(request, publicOrigin: null);
    }

    /// <summary>The first rule that the request breaks where people sign in; null if it may pass. Other machines and proxies may, under our names only.</summary>
    /// <param name="context">The request.</param>
    /// <param name="publicUrl">The address that browsers use; null if only bare addresses are ours.</param>
    public static RequestProblem? FindProblem(HttpContext context, Uri? publicUrl)
    {
        var request = context.Request;
        var isPublic = request.Host.HasValue && publicUrl is not null && string.Equals(request.Host.Host, publicUrl.IdnHost, StringComparison.OrdinalIgnoreCase);

        // A name that we do not know may be one that another site has pointed at us.
        if (!isPublic && (!request.Host.HasValue || !(LoopbackAddress.IsLoopbackHost(request.Host.Host) || LoopbackAddress.IsAddress(request.Host.Host))))
        {
            return new(HttpStatusCode.BadRequest, "host", "The dashboard does not answer to this name. The address that browsers use belongs into the setting PublicUrl.");
        }

        return FindForeignPage(request, publicUrl is null ? null : OriginOf(publicUrl), isPublic);
    }

    // As browsers write it: no port where it is the scheme's own, names in their ASCII form.
    private static string OriginOf(Uri url) => url.IsDefaultPort
        ? $"{url.Scheme}://{url.IdnHost}"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{url.Scheme}://{url.IdnHost}:{url.Port}");

    private static bool IsForwarding(string header) =>
        header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase) || header.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase);

    // A proxy may pass on the public name, or put its own idea of our address in its place. The public name is ours with the public scheme and port only.
    private static bool IsOwn(string? origin, HttpRequest request, string? publicOrigin, bool isPublic) =>
        (publicOrigin is not null && string.Equals(origin, publicOrigin, StringComparison.OrdinalIgnoreCase))
        || (!isPublic && string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase));

    private static RequestProblem? FindForeignPage(HttpRequest request, string? publicOrigin, bool isPublic = false)
    {
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        var isCircuit = request.Path.StartsWithSegments(CircuitPath, StringComparison.OrdinalIgnoreCase);
        var origins = request.Headers.Origin;
        if (origins.Count > 0)
        {
            // "null" (sandboxed frames, redirects) is never us. The scheme is part of it: https elsewhere on this machine is another page.
            if (origins.Count > 1 || !IsOwn(origins[0], request, publicOrigin, isPublic))
            {
                return new(HttpStatusCode.Forbidden, "origin", "The request came from another page than the dashboard's own.");
            }
        }
        else if (isCircuit && (!isSafe || IsUpgrade(request)))
        {
            // Browsers always say where a web socket or a POST comes from; a circuit is for browsers only.
            return new(HttpStatusCode.Forbidden, "circuit", "A circuit is opened by the dashboard's own page only.");
        }

        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length == 0 || site is "same-origin" or "none")
        {
            return null;
        }

        // A link from a chat or a ticket may open a page as the document of a tab; nothing else from elsewhere may. Another port of
        // this machine is "same-site", and just as foreign.
        var isNavigation = isSafe && !isCircuit
            && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";
        return isNavigation ? null : new(HttpStatusCode.Forbidden, "fetch-site", "The request came from another site than the dashboard's own.");
    }

    // HTTP/1.1 asks by Upgrade, HTTP/2 by an extended CONNECT (which is not a safe method).
    private static bool IsUpgrade(HttpRequest request) =>
        request.Headers.Upgrade.Any(u => u is not null && u.Contains("websocket", StringComparison.OrdinalIgnoreCase));
}
