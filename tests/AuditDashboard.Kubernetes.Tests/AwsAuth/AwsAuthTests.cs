using AuditDashboard.Kubernetes.AwsAuth;
using CsCheck;

namespace AuditDashboard.Kubernetes.Tests.AwsAuth;

public sealed class AwsAuthTests
{
    private const string Roles =
        """
        - rolearn: arn:aws:iam::111122223333:role/Nodes
          username: system:node:{{EC2PrivateDNSName}}
          groups:
            - system:bootstrappers
            - system:nodes
        - rolearn: arn:aws:iam::111122223333:role/Admin
          username: admin:{{SessionName}}
          groups: [system:masters]
        """;

    [Fact]
    public void Parse_AllKeys_Rows()
    {
        var content = AwsAuthParser.Parse(new AwsAuthText(Roles, "- {userarn: 'arn:aws:iam::111122223333:user/a', username: a, groups: [dev]}\n", "- \"111122223333\"\n- 444455556666\n"));

        Assert.Equal(
            [
                new(AwsAuthRowKind.Role, "arn:aws:iam::111122223333:role/Nodes", "system:node:{{EC2PrivateDNSName}}", ["system:bootstrappers", "system:nodes"]),
                new(AwsAuthRowKind.Role, "arn:aws:iam::111122223333:role/Admin", "admin:{{SessionName}}", ["system:masters"]),
                new(AwsAuthRowKind.User, "arn:aws:iam::111122223333:user/a", "a", ["dev"]),
                new(AwsAuthRowKind.Account, "111122223333", null, []),
                new AwsAuthRow(AwsAuthRowKind.Account, "444455556666", null, []),
            ],
            content.Rows);
        Assert.Empty(content.Faults);
        Assert.True(content.Rows[1].IsMasters);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("# nothing\n")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Parse_Empty_NoRowsAndNoFault(string text)
    {
        var content = AwsAuthParser.Parse(new AwsAuthText(text, null, null));

        Assert.Empty(content.Rows);
        Assert.True(content.Parses);
    }

    [Theory]
    [InlineData("- rolearn: a\n  username: b\n groups: [c]\n", 3)]
    [InlineData("- rolearn: a\n\tusername: b\n", 2)]
    [InlineData("- rolearn: 'a\n", 1)]
    [InlineData("rolearn: a\n", 1)]
    [InlineData("just text", 1)]
    [InlineData("- rolearn: a\n- just text\n", 2)]
    [InlineData("- rolearn: a\n  groups: system:masters\n", 2)]
    [InlineData("- rolearn: [a]\n", 1)]
    [InlineData("- rolearn: a\n  groups: [[b]]\n", 2)]
    [InlineData("- {rolearn: *x}\n", 1)]
    [InlineData("- rolearn: a\n  groups: !!binary '#'\n", 2)]
    public void Parse_Broken_FaultWithLineInWords(string text, long line)
    {
        var fault = Assert.Single(AwsAuthParser.Parse(new AwsAuthText(text, null, null)).Faults);

        Assert.Equal("mapRoles", fault.Key);
        Assert.InRange(fault.Line, line - 1, line + 1);
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_BillionLaughs_FaultAtOnce()
    {
        var text = "- &b0 {x: [lol,lol,lol,lol,lol,lol,lol,lol,lol]}\n" + string.Concat(Enumerable.Range(1, 20).Select(i => $"- &b{i} {{x: [{string.Join(',', Enumerable.Repeat($"*b{i - 1}", 9))}]}}\n"));

        Assert.Single(AwsAuthParser.Parse(new AwsAuthText(text, null, null)).Faults);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("- - ")]
    [InlineData("? ")]
    [InlineData("!!a ")]
    [InlineData("&a ")]
    [InlineData("\"")]
    [InlineData("- a: {b: ")]
    public void Parse_HostileRepetition_NeverThrowsAndEndsSoon(string piece)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();

        AwsAuthParser.Parse(new AwsAuthText(string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length)), null, null));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), clock.Elapsed.ToString());
    }

    [Fact]
    public void Parse_RandomText_NeverThrows() => Property.Holds(
        Gen.OneOf("- ", "rolearn", "groups", ": ", "\n", "  ", "[", "]", "{", "}", ",", "'", "\"", "&a", "*a", "!t ", "|\n", ">\n", "%YAML 9.9\n", "---\n", "...\n", "#", "\t", "\\u0000", "\0", "a", "?", "<<: ", "@", "`")
            .Array[0, 25],
        parts => AwsAuthParser.Parse(new AwsAuthText(string.Concat(parts), null, null)),
        count: 5_000);

    [Fact]
    public void Between_RowAddedChangedAndRemoved_Told()
    {
        var before = new AwsAuthText("- {rolearn: a, username: u, groups: [g]}\n- {rolearn: b}\n- {rolearn: c}\n", null, null);
        var after = new AwsAuthText("- {rolearn: a, username: u, groups: [g, system:masters]}\n- {rolearn: c}\n- {rolearn: d, groups: [system:masters]}\n", null, null);

        var diff = AwsAuthDiff.Between(before, after);

        Assert.Equal(
            [("a", AwsAuthChangeKind.Changed), ("c", AwsAuthChangeKind.Same), ("d", AwsAuthChangeKind.Added), ("b", AwsAuthChangeKind.Removed)],
            diff.Rows.Select(row => ((row.After ?? row.Before)!.Arn, row.Kind)));
        Assert.Equal(["a", "d"], diff.MastersGranted.Select(row => row.Arn));
        Assert.False(diff.BreaksParsing || diff.RepairsParsing);
    }

    [Fact]
    public void Between_TypoThenRepair_LockOutThenRepaired()
    {
        var good = new AwsAuthText(Roles, null, null);
        var bad = new AwsAuthText(Roles.Replace("groups:\n", "groups\n", StringComparison.Ordinal), null, null);

        var broken = AwsAuthDiff.Between(good, bad);
        var repaired = AwsAuthDiff.Between(bad, good);

        Assert.True(broken.BreaksParsing);
        Assert.NotEmpty(broken.Faults);
        Assert.Empty(broken.MastersGranted);
        Assert.True(repaired.RepairsParsing);
        Assert.Equal(["arn:aws:iam::111122223333:role/Admin"], repaired.MastersGranted.Select(row => row.Arn));
    }

    [Fact]
    public void Between_BeforeUnknown_NothingClaimed()
    {
        var diff = AwsAuthDiff.Between(null, new AwsAuthText(Roles, null, null));

        Assert.All(diff.Rows, row => Assert.Equal(AwsAuthChangeKind.Same, row.Kind));
        Assert.Empty(diff.MastersGranted);
    }

    [Theory]
    [InlineData("update", """{"responseObject":{"kind":"ConfigMap","metadata":{"resourceVersion":"7"},"data":{"mapRoles":"x"}},"requestObject":{"kind":"ConfigMap","data":{"mapRoles":"y"}}}""", AwsAuthKnowledge.Complete, "x")]
    [InlineData("update", """{"responseStatus":{"code":403},"responseObject":{"kind":"Status"},"requestObject":{"kind":"ConfigMap","data":{"mapRoles":"y"}}}""", AwsAuthKnowledge.Complete, "y")]
    [InlineData("patch", """{"responseObject":{"kind":"Status"},"requestObject":{"data":{"mapRoles":"z"}}}""", AwsAuthKnowledge.Patched, "z")]
    [InlineData("patch", """{"requestObject":[{"op":"replace","path":"/data/mapRoles","value":"w"}]}""", AwsAuthKnowledge.Patched, "w")]
    [InlineData("patch", """{"requestObject":{"metadata":{"labels":{"a":"b"}}}}""", AwsAuthKnowledge.None, null)]
    [InlineData("create", """{"kind":"Event"}""", AwsAuthKnowledge.None, null)]
    [InlineData("delete", """{"responseStatus":{"code":200},"responseObject":{"kind":"Status"}}""", AwsAuthKnowledge.Deleted, null)]
    [InlineData("delete", """{"responseStatus":{"code":403}}""", AwsAuthKnowledge.None, null)]
    [InlineData("update", "no JSON", AwsAuthKnowledge.None, null)]
    public void Read_Event_WhatTheBodyTells(string verb, string json, AwsAuthKnowledge knowledge, string? roles)
    {
        var body = AwsAuthBody.Read(verb, SampleEvents.Bytes(json));

        Assert.Equal(knowledge, body.Knowledge);
        Assert.Equal(roles, body.Text.MapRoles);
    }

    [Fact]
    public void After_Patch_OtherKeysStay()
    {
        var body = AwsAuthBody.Read("patch", """{"requestObject":{"data":{"mapUsers":null,"mapRoles":"new"}}}"""u8);

        Assert.Equal(new AwsAuthText("new", null, "c"), body.After(new AwsAuthText("a", "b", "c")));
        Assert.Null(body.After(null));
    }
}
