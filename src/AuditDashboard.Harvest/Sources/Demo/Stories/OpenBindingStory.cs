using AuditDashboard.Harvest.Sources.Demo.Objects;

namespace AuditDashboard.Harvest.Sources.Demo.Stories;

/// <summary>Someone opens a namespace to everybody, so that the status page works "for now"; two days later it is noticed and closed.</summary>
internal static class OpenBindingStory
{
    /// <summary>Why anonymous requests are allowed meanwhile.</summary>
    public const string Reason = "RBAC: allowed by RoleBinding \"status-page-public/status-page\" of ClusterRole \"view\" to Group \"system:unauthenticated\"";

    /// <summary>True while the binding stands.</summary>
    public static bool IsOpen(long seed, long at)
    {
        var cycle = StoryCycle.Of(at);
        return at > OpenedAt(seed, cycle) && at < ClosedAt(seed, cycle);
    }

    /// <summary>The story's events in this minute.</summary>
    public static void Tell(DemoMinute minute)
    {
        var (first, last) = StoryCycle.Around(minute);
        for (var cycle = first; cycle <= last; cycle++)
        {
            var random = new DemoRandom(minute.Seed, DemoPurpose.OpenBinding, cycle, 1);
            var opened = OpenedAt(minute.Seed, cycle);
            var closed = ClosedAt(minute.Seed, cycle);
            var binding = new RbacObject("RoleBinding", "status-page", "status-page-public", random.Uuid(), opened)
            {
                RoleKind = "ClusterRole",
                RoleName = "view",
                Subjects = [new RbacSubject("Group", "system:unauthenticated")],
            };
            minute.Add(RbacRequests.Create(binding, DemoPeople.Get(minute.Seed, 1, opened), opened, random.Uuid()));
            minute.Add(RbacRequests.Delete(binding, DemoPeople.Get(minute.Seed, 0, closed), closed, random.Uuid()));
        }
    }

    private static long OpenedAt(long seed, long cycle) =>
        StoryCycle.At(cycle, 1, 10) + new DemoRandom(seed, DemoPurpose.OpenBinding, cycle).Below(DemoTime.Hour);

    private static long ClosedAt(long seed, long cycle) =>
        StoryCycle.At(cycle, 3, 11) + new DemoRandom(seed, DemoPurpose.OpenBinding, cycle, 2).Below(DemoTime.Hour);
}
