namespace AuditDashboard.Harvest.Sources.Demo.Actors;

/// <summary>A controller that keeps IAM roles as custom resources: also named <c>roles</c>, but of another API group and no RBAC.</summary>
internal static class CloudRoles
{
    private static readonly string[] Names = ["bookings-s3-reader", "payments-kms-user", "tracking-kinesis-writer", "reporting-athena"];

    /// <summary>One write. The audit policy keeps no bodies of custom resources.</summary>
    public static void Tell(DemoMinute minute, ref DemoRandom random)
    {
        var target = new DemoObject("iam.services.k8s.aws", "roles", "ack-system", random.Pick(Names)) { Version = "v1alpha1" };
        var isStatus = random.Chance(0.5);
        target = isStatus ? target with { Subresource = "status" } : target;
        minute.Add(new DemoEvent
        {
            AtMicros = minute.At(ref random),
            TookMicros = random.Between(3_000, 9_000),
            AuditId = random.Uuid(),
            Verb = isStatus ? "update" : "patch",
            Uri = target.Path,
            User = DemoUser.ServiceAccount(minute.Seed, "ack-system", "ack-iam-controller", "10.0.33.9", "ack-iam-controller/v1.3.13 (linux/amd64)", "ack-iam-controller"),
            Object = target,
        });
    }
}
