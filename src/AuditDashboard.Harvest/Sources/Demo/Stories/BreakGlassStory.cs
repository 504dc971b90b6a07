using AuditDashboard.Harvest.Sources.Demo.Objects;

namespace AuditDashboard.Harvest.Sources.Demo.Stories;

/// <summary>
/// What is done with the break-glass user while <c>aws-auth</c> lets it in: developers are given the whole cluster for an hour, and a helper gets a
/// service account and the rights of a namespace; all of it is cleaned up afterwards but the service account.
/// </summary>
internal static class BreakGlassStory
{
    /// <summary>The story's events in this minute.</summary>
    public static void Tell(DemoMinute minute)
    {
        var (first, last) = StoryCycle.Around(minute);
        for (var cycle = first; cycle <= last; cycle++)
        {
            var (from, to) = AwsAuthStory.BreakGlass(minute.Seed, cycle);
            if (from < minute.EndMicros && to > minute.StartMicros)
            {
                TellOne(minute, cycle, from);
            }
        }
    }

    private static void TellOne(DemoMinute minute, long cycle, long from)
    {
        var random = new DemoRandom(minute.Seed, DemoPurpose.BreakGlass, cycle);
        var user = User(minute.Seed);
        var incident = $"incident-{4_000 + DemoTime.Modulo(cycle, 1_000)}";
        var everywhere = new RbacObject("ClusterRoleBinding", null, incident, random.Uuid(), from + Minutes(7))
        {
            RoleKind = "ClusterRole",
            RoleName = "edit",
            Subjects = [new RbacSubject("Group", "harborlight:developers")],
        };
        var helper = new RbacObject("RoleBinding", "payments", incident + "-runner", random.Uuid(), from + Minutes(16))
        {
            RoleKind = "ClusterRole",
            RoleName = "admin",
            Subjects = [new RbacSubject("ServiceAccount", incident + "-runner", "payments")],
        };
        minute.Add(RbacRequests.Create(everywhere, user, from + Minutes(7), random.Uuid()));
        minute.Add(SimpleObjects.Create(
            user, from + Minutes(14), random.Uuid(), new DemoObject("", "serviceaccounts", "payments", incident + "-runner"), "ServiceAccount", random.Uuid()));
        minute.Add(RbacRequests.Create(helper, user, from + Minutes(16), random.Uuid()));
        minute.Add(RbacRequests.Delete(helper, user, from + Minutes(48), random.Uuid()));
        minute.Add(RbacRequests.Delete(everywhere, user, from + Minutes(61), random.Uuid()));
    }

    private static long Minutes(int count) => count * DemoTime.Minute;

    /// <summary>An IAM user, whose key does not expire: nobody's session name says who holds it.</summary>
    private static DemoUser User(long seed)
    {
        const string Arn = $"arn:aws:iam::{DemoPeople.Account}:user/break-glass";
        var random = new DemoRandom(seed, DemoPurpose.Identity, DemoUser.Stable(Arn));
        var principal = "AIDA" + random.Id(17);
        return new DemoUser(
            "break-glass", $"aws-iam-authenticator:{DemoPeople.Account}:{principal}", ["system:masters", "system:authenticated"],
            [
                ("accessKeyId", "AKIA" + random.Id(9) + "EXAMPLE"),
                ("arn", Arn),
                ("canonicalArn", Arn),
                ("principalId", principal),
                ("sessionName", ""),
                ("sigs.k8s.io/aws-iam-authenticator/principalId", principal),
            ],
            "198.51.100.23", "kubectl/v1.31.2 (darwin/arm64) kubernetes/5864a46", "");
    }
}
