using AuditDashboard.Kubernetes.AwsAuth;

namespace AuditDashboard.Kubernetes.Tests.AwsAuth;

public sealed class AwsAuthFindingsTests
{
    private static readonly string[] Base =
    [
        "- {rolearn: 'arn:aws:iam::1:role/Nodes', username: 'system:node:{{EC2PrivateDNSName}}', groups: ['system:bootstrappers', 'system:nodes']}",
        "- {rolearn: 'arn:aws:iam::1:role/Admin', username: admin, groups: ['system:masters']}",
        "- {rolearn: 'arn:aws:iam::1:role/Dev', username: dev, groups: [dev, view]}",
        "- {rolearn: 'arn:aws:iam::1:role/Ops', username: ops, groups: [ops]}",
    ];

    private static readonly (AwsAuthFindingKind Kind, Func<List<string>, List<string>> Plant)[] Plants =
    [
        (AwsAuthFindingKind.MastersGranted, rows => [.. rows, "- {rolearn: 'arn:aws:iam::1:role/New', username: new, groups: ['system:masters']}"]),
        (AwsAuthFindingKind.PowerfulGroupGranted, rows => [.. rows.Select(row => row.Replace("[ops]", "[ops, 'system:kube-controller-manager']", StringComparison.Ordinal))]),
        (AwsAuthFindingKind.PowerfulUsername, rows => [.. rows.Select(row => row.Replace("username: dev", "username: 'system:kube-scheduler'", StringComparison.Ordinal))]),
        (AwsAuthFindingKind.RolePathInArn, rows => [.. rows, "- {rolearn: 'arn:aws:iam::1:role/team/x/Path', username: p}"]),
        (AwsAuthFindingKind.DuplicateArn, rows => [.. rows, "- {rolearn: 'arn:aws:iam::1:role/OPS', username: twice}"]),
        (AwsAuthFindingKind.LastAdminRemoved, rows => [.. rows.Where(row => !row.Contains("role/Admin", StringComparison.Ordinal))]),
        (AwsAuthFindingKind.NodeRoleRemoved, rows => [.. rows.Where(row => !row.Contains("role/Nodes", StringComparison.Ordinal))]),
    ];

    [Fact]
    public void Of_PlantedChangesInAnyCombinationAndOrder_EachFoundExactlyOnce()
    {
        var random = new Random(11);
        for (var i = 0; i < 2_000; i++)
        {
            var planted = Plants.Where(_ => random.Next(3) == 0).ToList();
            if (planted.Any(p => p.Kind == AwsAuthFindingKind.MastersGranted))
            {
                // A new administrator is there, so none is the last.
                planted.RemoveAll(p => p.Kind == AwsAuthFindingKind.LastAdminRemoved);
            }

            var isAccountPlanted = random.Next(3) == 0;
            var rows = planted.Aggregate(Base.ToList(), (list, plant) => plant.Plant(list)).ToArray();
            random.Shuffle(rows);

            var findings = AwsAuthFindings.Of(Text(Base), Text(rows) with { MapAccounts = isAccountPlanted ? "- '444455556666'" : null });

            Assert.Equal(planted.Select(p => p.Kind).Concat(isAccountPlanted ? [AwsAuthFindingKind.AccountWide] : []).Order(), findings.Select(f => f.Kind).Order());
        }
    }

    [Fact]
    public void Of_RowsAndGroupsReordered_NothingAndNoRowChanged()
    {
        var random = new Random(12);
        for (var i = 0; i < 500; i++)
        {
            // The same ARN twice as well: its rows are found again wherever they are.
            var rows = Base.Append("- {rolearn: 'arn:aws:iam::1:role/Dev', username: dev, groups: [dev, view]}").ToArray();
            var before = Text(rows);
            random.Shuffle(rows);
            var after = Text([.. rows.Select(row => row.Replace("[dev, view]", "[view, dev]", StringComparison.Ordinal))]);

            Assert.Empty(AwsAuthFindings.Of(before, after));
            Assert.All(AwsAuthDiff.Between(before, after).Rows, row => Assert.Equal(AwsAuthChangeKind.Same, row.Kind));
        }
    }

    [Fact]
    public void Of_RandomRowChanges_DiffReportsEachOnce()
    {
        var random = new Random(13);
        for (var i = 0; i < 2_000; i++)
        {
            var before = Enumerable.Range(0, 8).Where(_ => random.Next(2) == 0).ToDictionary(n => n, _ => random.Next(3));
            var after = Enumerable.Range(0, 8).Where(_ => random.Next(2) == 0).ToDictionary(n => n, _ => random.Next(3));

            var diff = AwsAuthDiff.Between(Rows(before), Rows(after));

            Assert.Equal(after.Keys.Except(before.Keys).Order(), Of(diff, AwsAuthChangeKind.Added));
            Assert.Equal(before.Keys.Except(after.Keys).Order(), Of(diff, AwsAuthChangeKind.Removed));
            Assert.Equal(before.Keys.Intersect(after.Keys).Where(n => before[n] != after[n]).Order(), Of(diff, AwsAuthChangeKind.Changed));
        }

        static AwsAuthText Rows(Dictionary<int, int> rows) => Text([.. rows.Select(row => $"- {{rolearn: 'arn:aws:iam::1:role/r{row.Key}', groups: [g{row.Value}]}}")]);

        static IEnumerable<int> Of(AwsAuthDiff diff, AwsAuthChangeKind kind) =>
            diff.Rows.Where(row => row.Kind == kind).Select(row => int.Parse((row.After ?? row.Before)!.Arn[^1..], System.Globalization.CultureInfo.InvariantCulture)).Order();
    }

    [Fact]
    public void Of_TextBreaks_OnlyThatIsFound()
    {
        var findings = AwsAuthFindings.Of(Text(Base), new AwsAuthText("- rolearn: 'a\n", null, null));

        Assert.Equal([AwsAuthFindingKind.BreaksParsing], findings.Select(finding => finding.Kind));
    }

    [Fact]
    public void Of_RandomText_NeverThrows()
    {
        var random = new Random(14);
        string[] parts = ["- ", "rolearn: ", "groups: ", "system:masters", "\n", "  ", "[", "]", "{", "}", "'", "\"", "&a ", "*a", "!t ", "|", "---\n", "\t", "\0", "a:role/b/c", ": ", ","];
        for (var i = 0; i < 5_000; i++)
        {
            AwsAuthFindings.Of(new AwsAuthText(Mix(), Mix(), null), new AwsAuthText(Mix(), null, Mix()));
        }

        string Mix() => string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => parts[random.Next(parts.Length)]));
    }

    private static AwsAuthText Text(IReadOnlyList<string> rows) => new(string.Join("\n", rows), null, null);
}
