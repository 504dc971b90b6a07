using AuditDashboard.Harvest.Sources.Demo.Actors;

namespace AuditDashboard.Harvest.Sources.Demo.Stories;

/// <summary>While <c>aws-auth</c> is broken, everybody who comes through IAM is answered 401: people, pipelines, nodes that renew.</summary>
internal static class Lockout
{
    private static readonly string[] Paths =
    [
        "/api?timeout=32s", "/api/v1/namespaces/checkout/pods?limit=500", "/apis/apps/v1/namespaces/payments/deployments?limit=500", "/api/v1/nodes?limit=500",
        "/api/v1/namespaces/kube-system/configmaps/aws-auth", "/api/v1/namespaces/payments/secrets/card-gateway-credentials", "/apis/node.k8s.io/v1/runtimeclasses?limit=500",
    ];

    private static readonly (string Ip, string Agent)[] Clients =
    [
        ("198.51.100.24", "kubectl/v1.30.6 (linux/amd64) kubernetes/00f20d4"), ("198.51.100.41", "k9s/v0.32.7 (darwin/arm64) kubernetes/$Format"),
        ("198.51.100.42", "kubectl/v1.31.2 (windows/amd64) kubernetes/5864a46"), ("10.0.40.19", "HashiCorp/1.0 Terraform/1.9.8"),
        ("10.0.32.27", "kubelet/v1.31.2-eks-7f9249a (linux/amd64) kubernetes/0a2e3c1"),
    ];

    /// <summary>What is refused in this minute.</summary>
    public static void Tell(DemoMinute minute, long from, long to)
    {
        if (from >= minute.EndMicros || to <= minute.StartMicros)
        {
            return;
        }

        var random = new DemoRandom(minute.Seed, DemoPurpose.Lockout, minute.Number);
        for (var left = minute.Settings.Scale(random.Between(5, 12)); left > 0; left--)
        {
            var at = minute.At(ref random);
            var (ip, agent) = random.Pick(Clients);
            var refused = RejectedTokens.Make(at, random.Pick(Paths), ip, agent, ref random);
            if (at > from && at < to)
            {
                minute.Add(refused);
            }
        }
    }
}
