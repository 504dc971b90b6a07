using System.Text;
using System.Text.Json;
using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.AccessEntries;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.Tests.AccessEntries;

/// <summary>What the ledger says of changes of bindings, of <c>aws-auth</c> and of access entries, and whom it takes for one principal.</summary>
public sealed class AccessLedgerTests
{
    private const string Ops = "arn:aws:iam::111122223333:role/Ops";
    private const string Dev = "arn:aws:iam::111122223333:role/Dev";

    private static readonly ObjectKey AwsAuth = new(TrackedKind.AwsAuth, "kube-system", "aws-auth");

    [Theory]
    [InlineData("Group", "ops")]
    [InlineData("User", "ops")]
    public void Of_SameGrantInThreeWays_ThreeRowsAndOnePrincipal(string kind, string name)
    {
        var ledger = AccessLedger.Of(
            [
                Timeline(new ObjectKey(TrackedKind.RoleBinding, "web", "ops"), Absent(), At(10, Binding("ClusterRole", "admin", (kind, name)))),
                Timeline(AwsAuth, At(0, Map()), At(20, Map((Ops, "ops", ["ops"])))),
            ],
            [new StoredCall(7, Call("CreateAccessEntry", 30, $$"""{"name":"prod","principalArn":"arn:aws:iam::111122223333:role/teams/Ops","username":"ops","kubernetesGroups":["ops"]}"""))],
            0, 100);

        Assert.Equal(
            [
                $"30 AccessEntry Granted Iam {Ops} | access entry: user ops, groups ops | -",
                $"20 AwsAuth Granted Iam {Ops} | user ops, groups ops | -",
                $"10 RoleBinding Granted Iam {Ops} | ClusterRole admin in namespace web | through {kind.ToLowerInvariant()} ops",
            ],
            Print(ledger));
        var group = Assert.Single(ledger.ByPrincipal());
        Assert.Equal([AccessWay.RoleBinding, AccessWay.AwsAuth, AccessWay.AccessEntry], group.Ways);
    }

    [Fact]
    public void Of_GroupThatTwoPrincipalsAreIn_StaysItsOwnEntry()
    {
        var ledger = AccessLedger.Of(
            [
                Timeline(new ObjectKey(TrackedKind.ClusterRoleBinding, "", "ops"), Absent(), At(10, Binding("ClusterRole", "cluster-admin", ("Group", "ops"), ("User", "ops:ada"), ("ServiceAccount", "web/api")))),
                Timeline(AwsAuth, At(0, Map((Ops, "ops:{{SessionName}}", ["ops"]), (Dev, "dev", ["ops"])))),
            ],
            [], 5, 100);

        Assert.Equal(
            [
                "10 ClusterRoleBinding Granted Group ops | ClusterRole cluster-admin everywhere | - | powerful",
                "10 ClusterRoleBinding Granted User ops:ada | ClusterRole cluster-admin everywhere | - | powerful",
                "10 ClusterRoleBinding Granted ServiceAccount web/api | ClusterRole cluster-admin everywhere | - | powerful",
            ],
            Print(ledger));
    }

    [Fact]
    public void Of_GroupOfKubernetesOwn_IsNeverTied()
    {
        var ledger = AccessLedger.Of(
            [
                Timeline(new ObjectKey(TrackedKind.ClusterRoleBinding, "", "all"), Absent(), At(10, Binding("ClusterRole", "view", ("Group", "system:masters")))),
                Timeline(AwsAuth, At(0, Map((Ops, "ops", ["system:masters"])))),
            ],
            [], 5, 100);

        Assert.Equal(["10 ClusterRoleBinding Granted Group system:masters | ClusterRole view everywhere | -"], Print(ledger));
    }

    [Fact]
    public void Of_NameMappedToOneThenToAnother_StaysItsOwnEntry()
    {
        var ledger = AccessLedger.Of(
            [
                Timeline(new ObjectKey(TrackedKind.RoleBinding, "web", "ops"), Absent(), At(30, Binding("Role", "r", ("User", "ops")))),
                Timeline(AwsAuth, At(0, Map((Ops, "ops", []))), At(20, Map((Dev, "ops", [])))),
            ],
            [], 25, 100);

        Assert.Equal(["30 RoleBinding Granted User ops | Role r in namespace web | -"], Print(ledger));
    }

    [Fact]
    public void Of_RefusedCall_IsSaidAndTiesNothing()
    {
        var refused = Call("CreateAccessEntry", 20, $$"""{"name":"prod","principalArn":"{{Ops}}","username":"ops","kubernetesGroups":["system:masters"]}""", "AccessDeniedException");
        var ledger = AccessLedger.Of([Timeline(new ObjectKey(TrackedKind.RoleBinding, "web", "ops"), Absent(), At(10, Binding("Role", "r", ("User", "ops"))))], [new StoredCall(1, refused)], 0, 100);

        Assert.Equal(
            [
                $"20 AccessEntry Failed Iam {Ops} | access entry: user ops, groups system:masters | - | powerful",
                "10 RoleBinding Granted User ops | Role r in namespace web | -",
            ],
            Print(ledger));
    }

    [Fact]
    public void Of_BindingChangedRemovedAndUnknown_EachSaidAsWhatItIs()
    {
        var key = new ObjectKey(TrackedKind.RoleBinding, "web", "b");
        var ledger = AccessLedger.Of(
            [
                Timeline(
                    key,
                    Unknown(long.MinValue),
                    At(10, Binding("Role", "r", ("User", "ada"), ("User", "ada"), ("Robot", "x"))),
                    At(20, Binding("Role", "r", ("User", "bo"))),
                    At(30, Binding("Role", "s", ("User", "bo"))),
                    Unknown(40),
                    Gone(50),
                    At(60, Binding("Role", "r", ("User", "late")))),
                Timeline(new ObjectKey(TrackedKind.Role, "web", "r"), Absent(), At(10, "{}")),
            ],
            [], 0, 60);

        Assert.Equal(
            [
                "30 RoleBinding Granted User bo | Role s in namespace web | -",
                "30 RoleBinding Removed User bo | Role r in namespace web | -",
                "20 RoleBinding Granted User bo | Role r in namespace web | -",
                "20 RoleBinding Removed User ada | Role r in namespace web | -",
                "10 RoleBinding InPlace User ada | Role r in namespace web | -",
            ],
            Print(ledger));
        Assert.Equal(1, ledger.Untold);
    }

    [Fact]
    public void Of_AwsAuthRows_ByRowAndWhatTheyMap()
    {
        var ledger = AccessLedger.Of(
            [
                Timeline(
                    AwsAuth,
                    Unknown(long.MinValue),
                    At(10, Map((Ops, "ops", ["ops"]))),
                    At(20, Map((Ops, "ops", ["ops", "system:masters"]), (Dev, "dev", []))),
                    At(30, """{"data":{"mapRoles":"- rolearn: [","mapAccounts":"- \"444455556666\"\n"}}""")),
            ],
            [], 0, 100);

        Assert.Equal(
            [
                "30 AwsAuth Granted Account 444455556666 | everyone of the account, each under its own ARN | -",
                "30 Cluster Changed Cluster  | aws-auth can no longer be read: whoever the broken part maps is locked out | -",
                $"20 AwsAuth Changed Iam {Ops} | user ops, groups ops, system:masters; before: user ops, groups ops | - | powerful",
                $"20 AwsAuth Granted Iam {Dev} | user dev, no groups | -",
                $"10 AwsAuth InPlace Iam {Ops} | user ops, groups ops | -",
            ],
            Print(ledger));
    }

    /// <summary>Of several rows of an ARN the last counts: one that goes brings to effect what stood before it, and one that is put before it maps nobody.</summary>
    [Fact]
    public void Of_AwsAuthRowsOfOneArn_WhatCountsIsTold()
    {
        var ledger = AccessLedger.Of(
            [
                Timeline(
                    AwsAuth,
                    Absent(),
                    At(10, Map((Ops, "ops", ["system:masters"]), (Ops, "ops", ["view"]))),
                    At(20, Map((Ops, "ops", ["system:masters"]), (Dev, "dev", ["system:masters"]), (Dev, "dev", ["view"])))),
            ],
            [], 15, 100);

        Assert.Equal(
            [
                $"20 AwsAuth Granted Iam {Dev} | user dev, groups system:masters; maps nobody: a later row of the same ARN counts | -",
                $"20 AwsAuth Granted Iam {Dev} | user dev, groups view | -",
                $"20 AwsAuth Removed Iam {Ops} | user ops, groups view | -",
                $"20 AwsAuth Changed Iam {Ops} | user ops, groups system:masters; before: user ops, groups view | - | powerful",
            ],
            Print(ledger));
    }

    [Fact]
    public void Of_CallsToEks_WhatEachGaveOrTook()
    {
        const string Policy = "arn:aws:eks::aws:cluster-access-policy/";
        StoredCall[] calls =
        [
            new(1, Call("AssociateAccessPolicy", 10, $$$"""{"name":"prod","principalArn":"{{{Ops}}}","policyArn":"{{{Policy}}}AmazonEKSClusterAdminPolicy","accessScope":{"type":"cluster"}}""")),
            new(2, Call("AssociateAccessPolicy", 11, $$$"""{"name":"prod","principalArn":"{{{Ops}}}","policyArn":"{{{Policy}}}AmazonEKSClusterAdminPolicy","accessScope":{"type":"namespace","namespaces":["web"]}}""")),
            new(3, Call("DisassociateAccessPolicy", 12, $$"""{"name":"prod","principalArn":"{{Ops}}","policyArn":"{{Policy}}AmazonEKSViewPolicy"}""")),
            new(4, Call("UpdateAccessEntry", 13, $$"""{"name":"prod","principalArn":"{{Ops}}","kubernetesGroups":[]}""")),
            new(5, Call("DeleteAccessEntry", 14, $$"""{"name":"prod","principalArn":"{{Ops}}"}""")),
            new(6, Call("UpdateClusterConfig", 15, """{"name":"prod","accessConfig":{"authenticationMode":"API"},"logging":{"clusterLogging":[{"types":["audit"],"enabled":false}]}}""")),
            new(7, Call("DeleteAccessEntry", 200, $$"""{"name":"prod","principalArn":"{{Ops}}"}""")),
        ];

        var ledger = AccessLedger.Of([], calls, 0, 100);

        Assert.Equal(
            [
                "15 Cluster Changed Cluster  | authentication mode API: aws-auth counts no more | -",
                "15 Cluster Removed Cluster  | logging switched off: audit; without the audit log nothing is collected | -",
                $"14 AccessEntry Removed Iam {Ops} | access entry with all that it held | -",
                $"13 AccessEntry Changed Iam {Ops} | access entry: no groups | -",
                $"12 AccessEntry Removed Iam {Ops} | policy AmazonEKSViewPolicy | -",
                $"11 AccessEntry Granted Iam {Ops} | policy AmazonEKSClusterAdminPolicy in namespace web | -",
                $"10 AccessEntry Granted Iam {Ops} | policy AmazonEKSClusterAdminPolicy everywhere | - | powerful",
            ],
            Print(ledger));
    }

    private static IEnumerable<string> Print(AccessLedger ledger) => ledger.Rows.Select(row =>
        $"{row.TimeMicros} {row.Way} {row.Effect} {row.Principal.Kind} {row.Principal.Name} | {row.What} | {row.Through ?? "-"}{(row.IsPowerful ? " | powerful" : "")}");

    private static AccessTimeline Timeline(ObjectKey key, AccessStretch first, params IEnumerable<AccessStretch> rest) => new(key, [first with { FromMicros = long.MinValue }, .. rest], false);

    private static AccessStretch Absent() => new(long.MinValue, Existence.Absent, null, UnknownReason.None);

    private static AccessStretch Gone(long time) => new(time, Existence.Absent, null, UnknownReason.None);

    private static AccessStretch Unknown(long time) => new(time, Existence.Unknown, null, UnknownReason.NotSeenBefore);

    private static AccessStretch At(long time, string manifest)
    {
        var parsed = Assert.IsType<ManifestObject>(ManifestValue.Parse(Encoding.UTF8.GetBytes(manifest)));
        return new AccessStretch(time, Existence.Present, AccessContent.Of(parsed.Has("data") ? TrackedKind.AwsAuth : TrackedKind.RoleBinding, parsed), UnknownReason.None);
    }

    private static string Binding(string roleKind, string role, params (string Kind, string Name)[] subjects) => JsonSerializer.Serialize(new
    {
        roleRef = new { kind = roleKind, name = role },
        subjects = subjects.Select(subject => subject.Kind == "ServiceAccount"
            ? new { kind = subject.Kind, name = subject.Name.Split('/')[1], @namespace = subject.Name.Split('/')[0] }
            : new { kind = subject.Kind, name = subject.Name, @namespace = "" }),
    });

    private static string Map(params (string Arn, string User, string[] Groups)[] rows) => JsonSerializer.Serialize(new
    {
        data = new
        {
            mapRoles = string.Concat(rows.Select(row => $"- rolearn: {row.Arn}\n  username: \"{row.User}\"\n  groups: [{string.Join(", ", row.Groups.Select(group => $"\"{group}\""))}]\n")),
        },
    });

    private static AccessChange Call(string name, long micros, string asked, string? error = null) => Assert.IsType<AccessChange>(TrailReader.Read(
        Encoding.UTF8.GetBytes($$"""{"eventSource":"eks.amazonaws.com","eventName":"{{name}}","userIdentity":{"type":"Root"},"requestParameters":{{asked}}{{(error is null ? "" : $",\"errorCode\":\"{error}\"")}}}"""), out _)) with
    { TimeMicros = micros };
}
