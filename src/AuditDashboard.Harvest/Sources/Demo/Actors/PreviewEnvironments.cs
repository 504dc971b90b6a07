using AuditDashboard.Harvest.Sources.Demo.Objects;

namespace AuditDashboard.Harvest.Sources.Demo.Actors;

/// <summary>Argo CD makes an environment for each pull request, with account, role and binding, and takes it down hours later.</summary>
internal static class PreviewEnvironments
{
    /// <summary>Matching events of one environment's life.</summary>
    private const int MatchesEach = 7;

    private const long LongestLife = 3 * DemoTime.Hour;

    private static readonly RbacRule Reading = new([""], ["pods", "pods/log", "services", "configmaps"], ["get", "list", "watch"]);
    private static readonly RbacRule Deploying = new(["apps"], ["deployments", "replicasets"], ["get", "list", "watch", "patch"]);

    /// <summary>What happens to environments in this minute.</summary>
    /// <param name="minute">The minute.</param>
    /// <param name="matchesPerMinute">Matching events a minute that environments are to make, on average.</param>
    public static void Tell(DemoMinute minute, double matchesPerMinute)
    {
        // One environment starts in each slot, at a moment of its own; its whole life follows from its number.
        var slot = Math.Max(1, (long)(DemoTime.Minute * MatchesEach / matchesPerMinute));
        var first = DemoTime.Floor(minute.StartMicros - LongestLife - DemoTime.Minute, slot);
        var last = DemoTime.Floor(minute.EndMicros, slot);
        for (var number = first; number <= last; number++)
        {
            var random = new DemoRandom(minute.Seed, DemoPurpose.Preview, number);
            var made = (number * slot) + random.Below(slot);
            var gone = made + random.Between(20 * DemoTime.Minute, LongestLife);
            if (made < minute.EndMicros && made + DemoTime.Minute > minute.StartMicros)
            {
                TellBeginning(minute, number, made);
            }

            if (minute.Contains(made + (9 * DemoTime.Minute)))
            {
                var next = Role(minute.Seed, number, made, isExtended: true);
                minute.Add(RbacRequests.Apply(
                    next, DemoRobots.Argo(minute.Seed), made + (9 * DemoTime.Minute), new DemoRandom(minute.Seed, DemoPurpose.Preview, number, 2).Uuid()));
            }

            if (gone < minute.EndMicros && gone + DemoTime.Minute > minute.StartMicros)
            {
                TellEnd(minute, number, made, gone);
            }
        }
    }

    private static void TellBeginning(DemoMinute minute, long number, long made)
    {
        var random = new DemoRandom(minute.Seed, DemoPurpose.Preview, number, 1);
        var argo = DemoRobots.Argo(minute.Seed);
        var account = Account(number);
        minute.Add(SimpleObjects.Create(argo, made, random.Uuid(), account, "ServiceAccount", random.Uuid()));
        minute.Add(RbacRequests.Create(Role(minute.Seed, number, made, isExtended: false), argo, made + 310_000, random.Uuid()));
        minute.Add(RbacRequests.Create(Binding(minute.Seed, number, made), argo, made + 640_000, random.Uuid()));
    }

    private static void TellEnd(DemoMinute minute, long number, long made, long gone)
    {
        var random = new DemoRandom(minute.Seed, DemoPurpose.Preview, number, 3);
        var argo = DemoRobots.Argo(minute.Seed);
        minute.Add(RbacRequests.Delete(Binding(minute.Seed, number, made), argo, gone, random.Uuid()));
        minute.Add(RbacRequests.Delete(Role(minute.Seed, number, made, isExtended: true), argo, gone + 220_000, random.Uuid()));
        minute.Add(SimpleObjects.Delete(argo, gone + 410_000, random.Uuid(), Account(number)));
    }

    private static string Namespace(long number) => $"preview-{DemoTime.Modulo(number, 90_000) + 1000}";

    private static DemoObject Account(long number) => new("", "serviceaccounts", Namespace(number), "preview");

    private static RbacObject Role(long seed, long number, long made, bool isExtended) =>
        new("Role", Namespace(number), "preview", new DemoRandom(seed, DemoPurpose.Identity, number, 1).Uuid(), made + 310_000)
        {
            Rules = isExtended ? [Reading, Deploying] : [Reading],
            ManagedBy = "argocd",
        };

    private static RbacObject Binding(long seed, long number, long made) =>
        new("RoleBinding", Namespace(number), "preview", new DemoRandom(seed, DemoPurpose.Identity, number, 2).Uuid(), made + 640_000)
        {
            RoleKind = "Role",
            RoleName = "preview",
            Subjects = [new RbacSubject("ServiceAccount", "preview", Namespace(number))],
            ManagedBy = "argocd",
        };
}
