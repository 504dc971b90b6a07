using AuditDashboard.Harvest.Sources.Demo.Actors;

namespace AuditDashboard.Harvest.Sources.Demo.Stories;

/// <summary>Four times a day something reads secrets in a burst and is refused: an agent whose token ran out (401), a scanner with too small a role (403).</summary>
internal static class SecretBursts
{
    private const long Spacing = 6 * DemoTime.Hour;
    private static readonly string[] Names = ["db-credentials", "tls-wildcard", "registry-pull", "oauth-client", "session-keys"];

    /// <summary>The bursts' events in this minute.</summary>
    public static void Tell(DemoMinute minute)
    {
        var last = DemoTime.Floor(minute.EndMicros, Spacing);
        for (var number = DemoTime.Floor(minute.StartMicros - DemoTime.Hour, Spacing); number <= last; number++)
        {
            var random = new DemoRandom(minute.Seed, DemoPurpose.Burst, number);
            var start = (number * Spacing) + random.Below(5 * DemoTime.Hour);
            var length = random.Between(2 * DemoTime.Minute, 6 * DemoTime.Minute);
            var count = minute.Settings.Scale(random.Between(25, 70));
            var ip = $"10.0.{random.Between(16, 64)}.{random.Between(4, 250)}";
            for (var i = 0; i < count && start < minute.EndMicros && start + length >= minute.StartMicros; i++)
            {
                Tell(minute, start + random.Below(length), DemoTime.Modulo(number, 2) == 0, ip, ref random);
            }
        }
    }

    private static void Tell(DemoMinute minute, long at, bool isRejected, string ip, ref DemoRandom random)
    {
        var team = random.Pick(DemoRobots.Teams);
        var name = random.Pick(Names);
        if (isRejected)
        {
            minute.Add(RejectedTokens.Make(at, $"/api/v1/namespaces/{team}/secrets/{name}", ip, "vault-agent/1.17.6", ref random));
            return;
        }

        var scanner = DemoUser.ServiceAccount(minute.Seed, "ci", "nightly-scan", ip, "trivy-operator/v0.22.0 (linux/amd64) kubernetes/$Format");
        DeniedRequests.Add(minute, at, scanner, random.Chance(0.3) ? "list" : "get", new DemoObject("", "secrets", team, name), ref random);
    }
}
