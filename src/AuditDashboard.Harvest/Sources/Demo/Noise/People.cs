namespace AuditDashboard.Harvest.Sources.Demo.Noise;

/// <summary>People who look around with kubectl and its relatives.</summary>
internal static class People
{
    private static readonly (string Verb, string Group, string Resource, string? Name, string? Sub)[] Looks =
    [
        ("list", "", "pods", null, null), ("get", "", "pods", "worker-0", null), ("get", "", "pods", "worker-0", "log"), ("list", "apps", "deployments", null, null),
        ("get", "apps", "deployments", "api", null), ("list", "", "services", null, null), ("list", "batch", "jobs", null, null), ("get", "", "configmaps", "feature-flags", null),
    ];

    /// <summary>One request.</summary>
    public static void Tell(DemoMinute minute, long at, ref DemoRandom random)
    {
        var user = DemoPeople.Get(minute.Seed, random.Below(DemoPeople.Count), at);
        if (random.Chance(0.2))
        {
            minute.Add(new DemoEvent { AtMicros = at, AuditId = random.Uuid(), Verb = "get", Uri = "/api?timeout=32s", User = user });
            return;
        }

        var (verb, group, resource, name, sub) = random.Pick(Looks);
        var target = new DemoObject(group, resource, random.Pick(DemoRobots.Teams), name) { Subresource = sub };
        minute.Add(new DemoEvent
        {
            AtMicros = at,
            TookMicros = random.Between(2_000, 40_000),
            AuditId = random.Uuid(),
            Verb = verb,
            Uri = target.Path + (verb == "list" ? "?limit=500" : ""),
            User = user,
            Object = target,
        });
    }
}
