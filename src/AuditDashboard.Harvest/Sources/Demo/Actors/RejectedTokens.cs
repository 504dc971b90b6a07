namespace AuditDashboard.Harvest.Sources.Demo.Actors;

/// <summary>Requests whose token or certificate is not accepted: answered 401 before anything is known of the user.</summary>
internal static class RejectedTokens
{
    private static readonly string[] SecretPaths =
    [
        "/api/v1/namespaces/payments/secrets/card-gateway-credentials", "/api/v1/namespaces/vault/secrets/vault-unseal-config",
        "/api/v1/namespaces/billing/secrets/ledger-db", "/api/v1/namespaces/monitoring/secrets", "/api/v1/secrets?limit=500",
    ];

    private static readonly string[] OtherPaths =
    [
        "/api/v1/namespaces/monitoring/pods", "/api/v1/nodes?limit=500", "/api?timeout=32s", "/apis/metrics.k8s.io/v1beta1/nodes",
        "/api/v1/namespaces/web/configmaps/feature-flags", "/apis/apps/v1/namespaces/search/deployments/indexer",
    ];

    private static readonly string[] Agents =
        ["vault-agent/1.17.6", "kubectl/v1.27.4 (linux/amd64) kubernetes/fa3d799", "external-secrets/v0.10.5", "Prometheus/2.54.1", "curl/8.5.0", "python-requests/2.32.3"];

    /// <summary>One such request for secrets.</summary>
    public static void TellOfSecrets(DemoMinute minute, ref DemoRandom random) => Tell(minute, minute.At(ref random), random.Pick(SecretPaths), ref random);

    /// <summary>One such request for something else.</summary>
    public static void Tell(DemoMinute minute, ref DemoRandom random) => Tell(minute, minute.At(ref random), random.Pick(OtherPaths), ref random);

    /// <summary>One such request.</summary>
    public static void Tell(DemoMinute minute, long at, string path, ref DemoRandom random) =>
        minute.Add(Make(at, path, $"10.0.{random.Between(16, 64)}.{random.Between(4, 250)}", random.Pick(Agents), ref random));

    /// <summary>A refusal: ResponseStarted only, without user and without decision.</summary>
    public static DemoEvent Make(long at, string path, string ip, string agent, ref DemoRandom random) => new()
    {
        AtMicros = at,
        TookMicros = random.Between(90, 400),
        AuditId = random.Uuid(),
        Stage = "ResponseStarted",
        Verb = ResourcePath.VerbOf(path),
        Uri = path,
        User = DemoUser.Unauthenticated(ip, agent),
        Object = ResourcePath.Parse(path),
        Code = 401,
    };
}
