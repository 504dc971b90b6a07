using AuditDashboard.Harvest.Sources.Demo.Objects;

namespace AuditDashboard.Harvest.Sources.Demo.Actors;

/// <summary>The lasting roles and bindings of teams and platform: each is edited again and again, one rule or subject at a time, by Flux or by hand.</summary>
internal static class PlatformEdits
{
    /// <summary>When they were made, 2024-03-11T08:00Z.</summary>
    private const long MadeMicros = 1_710_144_000 * DemoTime.Second;

    private static readonly RbacRule[] Extras =
    [
        new(["batch"], ["jobs", "cronjobs"], ["get", "list", "watch", "create"]),
        new([""], ["pods/portforward"], ["create"]),
        new(["networking.k8s.io"], ["ingresses"], ["get", "list", "watch", "update"]),
        new(["autoscaling"], ["horizontalpodautoscalers"], ["get", "list", "patch"]),
        new([""], ["events", "persistentvolumeclaims"], ["get", "list"]),
        new([""], ["pods/exec"], ["create"]),
    ];

    private static readonly string[] Members = ["aiko.tanaka", "lars.nyman", "priya.nair", "jonas.weber", "oncall-bot", "sre-rotation"];

    private static readonly (string Kind, string? Namespace, string Name)[] Objects =
    [
        .. DemoRobots.Teams.SelectMany(team => new (string, string?, string)[]
        {
            ("Role", team, "deployer"), ("Role", team, "viewer"), ("RoleBinding", team, "deployer"), ("RoleBinding", team, "on-call"),
        }),
        .. new[] { "platform-viewer", "ingress-operator", "log-reader", "quota-manager", "network-auditor", "node-inspector" }.Select(n => ("ClusterRole", (string?)null, n)),
        .. new[] { "platform-viewer", "log-reader", "network-auditor", "node-inspector" }.Select(n => ("ClusterRoleBinding", (string?)null, n)),
    ];

    /// <summary>The edits of this minute.</summary>
    /// <param name="minute">The minute.</param>
    /// <param name="matchesPerMinute">Edits a minute, on average.</param>
    public static void Tell(DemoMinute minute, double matchesPerMinute)
    {
        var slot = Math.Max(1, (long)(DemoTime.Minute * Objects.Length / matchesPerMinute));
        for (var index = 0; index < Objects.Length; index++)
        {
            var last = DemoTime.Floor(minute.EndMicros, slot);
            for (var version = DemoTime.Floor(minute.StartMicros, slot); version <= last; version++)
            {
                var at = EditedAt(minute.Seed, index, version, slot);
                if (minute.Contains(at))
                {
                    Tell(minute, index, version, at, EditedAt(minute.Seed, index, version - 1, slot));
                }
            }
        }
    }

    private static void Tell(DemoMinute minute, int index, long version, long at, long beforeMicros)
    {
        var random = new DemoRandom(minute.Seed, DemoPurpose.PlatformEdit, index, ~version);
        var next = State(minute.Seed, index, version);
        var who = random.Below(10);
        minute.Add(who switch
        {
            0 or 1 when !minute.HasNoPeople => RbacRequests.Patch(next, DemoPeople.Get(minute.Seed, random.Below(2), at), at, random.Uuid()),
            2 when !minute.HasNoPeople => RbacRequests.Update(next, DemoRobots.Terraform(minute.Seed, at), at, beforeMicros, random.Uuid()),
            3 or 4 => RbacRequests.Update(next, DemoRobots.Ci(minute.Seed), at, beforeMicros, random.Uuid()),
            _ => RbacRequests.Apply(next, DemoRobots.Flux(minute.Seed), at, random.Uuid()),
        });
    }

    private static long EditedAt(long seed, int index, long version, long slot)
    {
        var random = new DemoRandom(seed, DemoPurpose.PlatformEdit, index, version);
        return (version * slot) + random.Below(slot);
    }

    /// <summary>The object after its edit of that number: extras come one by one, then go one by one.</summary>
    private static RbacObject State(long seed, int index, long version)
    {
        var (kind, ns, name) = Objects[index];
        var step = (int)DemoTime.Modulo(version + (index * 5), 2 * (Extras.Length - 1));
        var extras = step < Extras.Length ? step : (2 * (Extras.Length - 1)) - step;
        var made = new RbacObject(kind, ns, name, new DemoRandom(seed, DemoPurpose.Identity, -1, index).Uuid(), MadeMicros + (index * 977 * DemoTime.Second)) { ManagedBy = "flux" };
        if (!kind.EndsWith("Binding", StringComparison.Ordinal))
        {
            return made with { Rules = [new RbacRule([""], ["pods", "pods/log", "services", "configmaps"], ["get", "list", "watch"]), .. Rotate(Extras, index, extras)] };
        }

        return made with
        {
            RoleKind = ns is null ? "ClusterRole" : "Role",
            RoleName = name == "on-call" ? "viewer" : name,
            Subjects = [new RbacSubject("Group", ns is null ? "harborlight:platform-admins" : $"harborlight:team-{ns}"), .. Rotate(Members, index, extras).Select(m => new RbacSubject("User", $"{m}@harborlight.example"))],
        };
    }

    private static IEnumerable<T> Rotate<T>(T[] items, int by, int count) => Enumerable.Range(0, count).Select(i => items[(i + by) % items.Length]);
}
