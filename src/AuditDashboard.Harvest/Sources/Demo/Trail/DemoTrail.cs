using System.Text.Json;
using AuditDashboard.Harvest.Sources.Demo.Stories;

namespace AuditDashboard.Harvest.Sources.Demo.Trail;

/// <summary>
/// What CloudTrail tells of the demo account. Every hour workloads take their roles. Over a cycle: the break-glass user gets an access entry in the
/// evening and loses it in the morning, as in <c>aws-auth</c>; a team's auditors get one for their namespace, by Terraform; the pod that is attacked
/// asks for roles that are not its own, and is denied; a new export job takes its role for the first time; and an administrator switches a part of the
/// cluster's logging off for a while.
/// </summary>
internal static class DemoTrail
{
    /// <summary>The demo account's region.</summary>
    public const string Region = "eu-north-1";

    private const string Console = "aws-cli/2.19.4 md/awscrt#0.22.0 ua/2.0 os/macos#23.6.0 md/arch#arm64 lang/python#3.12.6";
    private const string ViewPolicy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    private const string AdminPolicy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

    private static readonly (string Space, string Name, string Role, bool IsPodIdentity)[] Workloads =
    [
        ("kube-system", "aws-load-balancer-controller", "harborlight-load-balancers", false),
        ("kube-system", "cluster-autoscaler", "harborlight-autoscaler", false),
        ("cert-manager", "cert-manager", "harborlight-dns01", false),
        ("velero", "velero-server", "harborlight-backups", true),
        ("reporting", "athena-runner", "harborlight-reporting-athena", true),
        ("tracking", "kinesis-writer", "harborlight-tracking-kinesis", false),
    ];

    /// <summary>The calls of an hour, oldest first.</summary>
    /// <param name="seed">The cluster's seed.</param>
    /// <param name="cluster">The cluster's name in EKS.</param>
    /// <param name="hour">Hours since 1970.</param>
    public static IReadOnlyList<(long Micros, byte[] Message)> Hour(long seed, string cluster, long hour)
    {
        var start = hour * DemoTime.Hour;
        var calls = new List<(long Micros, byte[] Message)>();
        for (var i = 0; i < Workloads.Length; i++)
        {
            var (space, name, role, isPodIdentity) = Workloads[i];
            var at = Second(start + new DemoRandom(seed, DemoPurpose.Trail, i).Below(DemoTime.Hour));
            calls.Add((at, DemoCall.Workload(seed, cluster, at, space, name, role, isPodIdentity, error: null)));
        }

        var cycle = StoryCycle.Of(start);
        calls.AddRange(Stories(seed, cluster, cycle - 1).Concat(Stories(seed, cluster, cycle)).Where(call => call.Micros >= start && call.Micros < start + DemoTime.Hour));
        return [.. calls.OrderBy(call => call.Micros)];
    }

    private static IEnumerable<(long Micros, byte[] Message)> Stories(long seed, string cluster, long cycle)
    {
        var random = new DemoRandom(seed, DemoPurpose.Trail, cycle, 1);
        var breakGlass = $"arn:aws:iam::{DemoPeople.Account}:user/break-glass";
        var auditors = $"arn:aws:iam::{DemoPeople.Account}:role/harborlight-payments-auditors";
        var evening = At(1, 18, 20);
        yield return Change(evening, 0, "CreateAccessEntry", json => DemoCall.Entry(json, cluster, breakGlass, "break-glass"));
        yield return Change(evening + (40 * DemoTime.Second), 0, "AssociateAccessPolicy", json => DemoCall.Policy(json, cluster, breakGlass, AdminPolicy, space: null));
        var morning = At(2, 9, 40);
        yield return Change(morning, 0, "DisassociateAccessPolicy", json => DemoCall.Policy(json, cluster, breakGlass, AdminPolicy, space: null));
        yield return Change(morning + (15 * DemoTime.Second), 0, "DeleteAccessEntry", json => DemoCall.Entry(json, cluster, breakGlass, user: null));

        var audit = At(0, 10, 5);
        yield return Change(audit, -1, "CreateAccessEntry", json => DemoCall.Entry(json, cluster, auditors, user: null));
        yield return Change(audit + (3 * DemoTime.Second), -1, "AssociateAccessPolicy", json => DemoCall.Policy(json, cluster, auditors, ViewPolicy, "payments"));
        yield return Change(At(4, 16, 50), -1, "DeleteAccessEntry", json => DemoCall.Entry(json, cluster, auditors, user: null));

        var attack = Second(AttackStory.StartOf(seed, cycle));
        foreach (var (minutes, role) in new[] { (6, "harborlight-backups"), (7, "harborlight-terraform"), (9, "OrganizationAccountAccessRole") })
        {
            var at = attack + (minutes * DemoTime.Minute);
            yield return (at, DemoCall.Workload(seed, cluster, at, "web", "storefront", role, isPodIdentity: false, "AccessDenied"));
        }

        var export = At(3, 14, 0);
        yield return (export, DemoCall.Workload(seed, cluster, export, "billing", "ledger-export", $"harborlight-ledger-export-{DemoTime.Modulo(cycle, 1_000)}", isPodIdentity: true, error: null));

        var off = At(3, 11, 15);
        yield return Change(off, 1, "UpdateClusterConfig", json => DemoCall.Logging(json, cluster, isOn: false));
        yield return Change(off + (25 * DemoTime.Minute), 0, "UpdateClusterConfig", json => DemoCall.Logging(json, cluster, isOn: true));

        long At(int day, long h, long minute) => Second(StoryCycle.At(cycle, day, h, minute) + random.Below(20 * DemoTime.Minute));

        // Who: the number of an administrator, or below 0 Terraform.
        (long, byte[]) Change(long at, int who, string name, Action<Utf8JsonWriter> request) =>
            (at, DemoCall.Change(seed, at, who < 0 ? DemoRobots.Terraform(seed, at) : DemoPeople.Get(seed, who, at) with { Agent = Console }, name, request));
    }

    // CloudTrail tells whole seconds.
    private static long Second(long micros) => micros - DemoTime.Modulo(micros, DemoTime.Second);
}
