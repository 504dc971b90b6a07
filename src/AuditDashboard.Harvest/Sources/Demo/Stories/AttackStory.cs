using AuditDashboard.Harvest.Sources.Demo.Actors;
using AuditDashboard.Harvest.Sources.Demo.Objects;

namespace AuditDashboard.Harvest.Sources.Demo.Stories;

/// <summary>
/// One attack a cycle that a reviewer can find: a shop's pod is taken over and tries its service account's rights; it is refused all secrets;
/// the build system's stolen token binds it to cluster-admin; it reads secrets, adds a foreign role to <c>aws-auth</c>, leaves an account behind,
/// and removes the binding.
/// </summary>
internal static class AttackStory
{
    /// <summary>When <c>aws-auth</c> is edited, after the start.</summary>
    public const long MapEdit = 31 * DemoTime.Minute;

    /// <summary>When the on-call engineer takes the edit back, after the start.</summary>
    public const long MapRepair = 128 * DemoTime.Minute;

    private const long Bound = 19 * DemoTime.Minute;
    private const long Unbound = 52 * DemoTime.Minute;
    private const string BindingName = "metrics-aggregator-view";

    private static readonly string[] Treasures =
        ["payments/card-gateway-credentials", "billing/ledger-db", "identity/oidc-signing-key", "vault/vault-unseal-config", "kube-system/cloud-credentials", "bookings/partner-api"];

    /// <summary>When a cycle's attack begins: at night, unless that night is the quiet one, which stays quiet.</summary>
    public static long StartOf(long seed, long cycle)
    {
        var start = StoryCycle.At(cycle, 3, 1, 10) + new DemoRandom(seed, DemoPurpose.Attack, cycle).Below(8 * DemoTime.Minute);
        return DemoTime.IsQuietNight(start) ? start + (11 * DemoTime.Hour) : start;
    }

    /// <summary>The service account of the pod that was taken over.</summary>
    public static DemoUser Foothold(long seed, long cycle) =>
        DemoUser.ServiceAccount(seed, "web", "storefront", $"10.0.34.{100 + DemoTime.Modulo(cycle, 100)}", "curl/8.5.0", BindingName) with
        {
            AllowedBy = $"RBAC: allowed by ClusterRoleBinding \"{BindingName}\" of ClusterRole \"cluster-admin\" to ServiceAccount \"storefront/web\"",
        };

    /// <summary>The story's events in this minute.</summary>
    public static void Tell(DemoMinute minute)
    {
        var (first, last) = StoryCycle.Around(minute);
        for (var cycle = first; cycle <= last; cycle++)
        {
            var start = StartOf(minute.Seed, cycle);
            if (start < minute.EndMicros && start + MapRepair >= minute.StartMicros)
            {
                var random = new DemoRandom(minute.Seed, DemoPurpose.Attack, cycle, 1);
                TellProbing(minute, cycle, start, ref random);
                TellTakeover(minute, cycle, start, ref random);
            }
        }
    }

    private static void TellProbing(DemoMinute minute, long cycle, long start, ref DemoRandom random)
    {
        var pod = Foothold(minute.Seed, cycle);
        var review = new DemoObject("authorization.k8s.io", "selfsubjectrulesreviews", null, null);
        minute.Add(new DemoEvent
        {
            AtMicros = start,
            AuditId = random.Uuid(),
            Verb = "create",
            Uri = review.Path,
            User = pod,
            Object = review,
            Code = 201,
            Reason = "RBAC: allowed by ClusterRoleBinding \"system:basic-user\" of ClusterRole \"system:basic-user\" to Group \"system:authenticated\"",
            Request = json => SimpleObjects.Write(json, "authorization.k8s.io/v1", "SelfSubjectRulesReview", null, "", content: static json =>
            {
                json.WriteStartObject("spec"u8);
                json.WriteString("namespace"u8, "web"u8);
                json.WriteEndObject();
            }),
        });

        // Every namespace's secrets in turn, at a steady pace: a script.
        var rounds = minute.Settings.Scale(2);
        for (var i = 0; i < rounds * DemoRobots.Namespaces.Length; i++)
        {
            var target = new DemoObject("", "secrets", DemoRobots.Namespaces[i % DemoRobots.Namespaces.Length], null);
            DeniedRequests.Add(minute, start + (40 * DemoTime.Second) + (i * 4_300_000L) + random.Below(400_000), pod, "list", target, ref random);
        }

        var at = start + (6 * DemoTime.Minute);
        foreach (var (verb, resource, sub) in new[] { ("list", "nodes", null), ("list", "pods", null), ("create", "pods", "exec"), ("get", "configmaps", (string?)null), ("create", "serviceaccounts", "token") })
        {
            at += random.Between(9 * DemoTime.Second, 25 * DemoTime.Second);
            var name = verb == "list" ? null : resource == "configmaps" ? "aws-auth" : "storefront-admin";
            DeniedRequests.Add(minute, at, pod, verb, new DemoObject("", resource, resource == "nodes" ? null : "kube-system", name) { Subresource = sub }, ref random);
        }
    }

    private static void TellTakeover(DemoMinute minute, long cycle, long start, ref DemoRandom random)
    {
        // The build system's account, but not from where the build system is, and with another client than it uses.
        var thief = DemoRobots.Ci(minute.Seed, "203.0.113.66", "kubectl/v1.26.0 (linux/amd64) kubernetes/b46a3f8");
        var binding = new RbacObject("ClusterRoleBinding", null, BindingName, random.Uuid(), start + Bound)
        {
            RoleKind = "ClusterRole",
            RoleName = "cluster-admin",
            Subjects = [new RbacSubject("ServiceAccount", "storefront", "web")],
        };
        minute.Add(RbacRequests.Create(binding, thief, start + Bound, random.Uuid()));

        var pod = Foothold(minute.Seed, cycle);
        var at = start + (23 * DemoTime.Minute);
        foreach (var treasure in Treasures)
        {
            at += random.Between(5 * DemoTime.Second, 30 * DemoTime.Second);
            var parts = treasure.Split('/');
            minute.Add(Read(at, pod, new DemoObject("", "secrets", parts[0], parts[1]), ref random));
        }

        var guest = DemoPeople.Assume(
            minute.Seed, DemoPeople.ForeignAccount, "OrganizationAccountAccessRole", "i-0a1b2c3d4e5f60718", ["system:masters"], "203.0.113.66",
            "kubectl/v1.26.0 (linux/amd64) kubernetes/b46a3f8", start) with
        { Username = "cluster-autoscaler" };
        at = start + MapEdit + (4 * DemoTime.Minute);
        minute.Add(Read(at, guest, new DemoObject("", "secrets", null, null), ref random));
        minute.Add(SimpleObjects.Create(
            guest, at + (90 * DemoTime.Second), random.Uuid(), new DemoObject("", "serviceaccounts", "kube-system", "coredns-autoscaler-sync"), "ServiceAccount", random.Uuid()));
        minute.Add(RbacRequests.Delete(binding, thief, start + Unbound, random.Uuid()));
    }

    private static DemoEvent Read(long at, DemoUser user, DemoObject target, ref DemoRandom random) => new()
    {
        AtMicros = at,
        TookMicros = random.Between(1_500, 6_000),
        AuditId = random.Uuid(),
        Verb = target.Name is null ? "list" : "get",
        Uri = target.Path,
        User = user,
        Object = target,
    };
}
