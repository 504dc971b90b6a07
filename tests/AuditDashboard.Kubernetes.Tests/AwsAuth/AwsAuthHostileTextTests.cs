using AuditDashboard.Kubernetes.AwsAuth;

namespace AuditDashboard.Kubernetes.Tests.AwsAuth;

/// <summary>
/// Texts that the authenticator reads otherwise than they look: who edits aws-auth must not be able to hide a grant behind them. Expected values follow
/// from how it decodes: YAML to JSON with sorted members, then Go's JSON decoder, which passes over values of a wrong type.
/// </summary>
public sealed class AwsAuthHostileTextTests
{
    private const string Admin = "- {rolearn: 'arn:aws:iam::1:role/Admin', username: admin, groups: ['system:masters']}\n";
    private const string Evil = "- {rolearn: 'arn:aws:iam::1:role/Evil', username: evil, groups: ['system:masters']}\n";

    [Theory]
    [InlineData("- {rolearn: 'arn:aws:iam::1:role/Typo', groups: 'ops'}\n", "groups must be a list.")]
    [InlineData("- just text\n", "A row must be a mapping such as \"rolearn: …\".")]
    [InlineData("- {rolearn: ['arn:aws:iam::1:role/Typo']}\n", "rolearn must be a text.")]
    [InlineData("- {rolearn: 'arn:aws:iam::1:role/Typo', username: 5}\n", "username must be a text, and 5 is none without quotes.")]
    [InlineData("- {rolearn: 'arn:aws:iam::1:role/Typo', groups: [on]}\n", "A group must be a text, and on is none without quotes.")]
    public void Findings_ValueOfAWrongType_DoesNotHideTheGrantBesideIt(string odd, string message)
    {
        var after = Roles(Admin + odd + Evil);

        var findings = AwsAuthFindings.Of(Roles(Admin), after);

        Assert.Equal([AwsAuthFindingKind.MastersGranted, AwsAuthFindingKind.PassedOver], findings.Select(finding => finding.Kind));
        Assert.Equal("arn:aws:iam::1:role/Evil", findings[0].Row?.Arn);
        Assert.Equal(message, Assert.Single(AwsAuthParser.Parse(after).Faults).Message);
        var diff = AwsAuthDiff.Between(Roles(Admin), after);
        Assert.False(diff.BreaksParsing);
        Assert.Equal(["arn:aws:iam::1:role/Evil"], diff.MastersGranted.Select(row => row.Arn));
    }

    [Theory]
    [InlineData("- rolearn: 'arn:aws:iam::1:role/Evil'\n  username: &u evil\n  groups: &g ['system:masters']\n- {rolearn: x, username: *u, groups: *g}\n", "x")]
    [InlineData("- &base {rolearn: 'arn:aws:iam::1:role/Evil', username: evil, groups: ['system:masters']}\n- {<<: *base, rolearn: x}\n", "x")]
    [InlineData("- {rolearn: z, groups: [!!binary c3lzdGVtOm1hc3RlcnM=]}\n", "z")]
    [InlineData("- {rolearn: z, group\u017f: ['system:masters']}\n", "z")]
    [InlineData("- {rolearn: first, ROLEARN: second, groups: ['system:masters']}\n", "first")]
    [InlineData("- {rolearn: null, ROLEARN: second, GROUPS: ['system:masters']}\n", "second")]
    [InlineData("- {rolearn: a, groups: ['system:masters']}\n---\n- : [\n", "a")]
    public void Parse_TextThatTheAuthenticatorReads_GrantIsSeen(string text, string arn)
    {
        var content = AwsAuthParser.Parse(Roles(text));

        Assert.Empty(content.Faults);
        Assert.Contains(content.Rows, row => row.Arn == arn && row.IsMasters);
    }

    [Theory]
    [InlineData("``")]
    [InlineData(" \"\"\n")]
    public void Parse_EmptyQuotes_Nothing(string text) => Assert.Equal((0, 0), (AwsAuthParser.Parse(Roles(text)).Rows.Count, AwsAuthParser.Parse(Roles(text)).Faults.Count));

    [Fact]
    public void Parse_AnchorThatTheLibraryDoesNotRead_FaultSaysThatItMayBeRead() =>
        Assert.EndsWith(
            "It holds an anchor, which is not understood here in every place: it may be read all the same.",
            Assert.Single(AwsAuthParser.Parse(Roles("- {rolearn: &a 'arn:aws:iam::1:role/Evil', groups: ['system:masters']}\n")).Faults).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Findings_LaterRowOfTheAdminWithoutGroups_NobodyIsAdministratorAnyMore()
    {
        var before = Roles(Admin);
        var after = Roles(Admin + "- {rolearn: 'arn:aws:iam::1:role/admin', username: admin}\n");

        Assert.Equal([AwsAuthFindingKind.DuplicateArn, AwsAuthFindingKind.LastAdminRemoved], AwsAuthFindings.Of(before, after).Select(finding => finding.Kind));
        var diff = AwsAuthDiff.Between(before, after);
        Assert.True(diff.IsPassedOver(diff.Rows[0].After!)); // A row of the text after the change has that side.
    }

    [Fact]
    public void Findings_LaterRowRemoved_TheMastersRowBeforeItComesToEffect()
    {
        const string later = "- {rolearn: 'arn:aws:iam::1:role/Evil', username: evil, groups: [view]}\n";

        var hidden = AwsAuthFindings.Of(Roles(Admin + later), Roles(Admin + Evil + later));
        var shown = AwsAuthFindings.Of(Roles(Admin + Evil + later), Roles(Admin + Evil));

        Assert.Equal([AwsAuthFindingKind.MastersGranted, AwsAuthFindingKind.DuplicateArn], hidden.Select(finding => finding.Kind));
        Assert.Contains("a later row of the same ARN counts", hidden[0].Words, StringComparison.Ordinal);
        Assert.Empty(AwsAuthDiff.Between(Roles(Admin + later), Roles(Admin + Evil + later)).MastersGranted);
        Assert.Equal([AwsAuthFindingKind.MastersGranted], shown.Select(finding => finding.Kind));
        Assert.Contains("may do everything", shown[0].Words, StringComparison.Ordinal);
        Assert.Equal(["arn:aws:iam::1:role/Evil"], AwsAuthDiff.Between(Roles(Admin + Evil + later), Roles(Admin + Evil)).MastersGranted.Select(row => row.Arn));
    }

    [Fact]
    public void Between_BrokenTextRepairedWithAStrangerInIt_StrangerIsAmongTheRowsAdded()
    {
        var diff = AwsAuthDiff.Between(Roles("- rolearn: 'x"), Roles("- {rolearn: old}\n- {rolearn: stranger, groups: [ops]}\n"));

        Assert.True(diff.RepairsParsing);
        Assert.Equal([(AwsAuthChangeKind.Added, "old"), (AwsAuthChangeKind.Added, "stranger")], diff.Rows.Select(row => (row.Kind, row.After?.Arn)));
    }

    [Fact]
    public void Findings_AnotherKeyBrokenBeforeAndAfter_LastAdminRemovedIsStillTold()
    {
        var before = new AwsAuthText(Admin, "- 'x", null);
        var after = new AwsAuthText("- {rolearn: b}\n", "- 'x", null);

        Assert.Equal([AwsAuthFindingKind.LastAdminRemoved], AwsAuthFindings.Of(before, after).Select(finding => finding.Kind));
    }

    [Theory]
    [InlineData("username: dev, groups: ['system:nodes-extra', view]", "username: dev, groups: [view]", "of its rows the last one counts")]
    [InlineData("username: 'system:kube-scheduler', groups: [view]", "username: dev, groups: [view]", "of its rows the last one counts")]
    public void Findings_PowerInARowThatALaterOneCovers_IsToldWithThatWord(string first, string last, string words)
    {
        var finding = Assert.Single(
            AwsAuthFindings.Of(Roles(Admin), Roles($"{Admin}- {{rolearn: 'arn:aws:iam::1:role/Dev', {first}}}\n- {{rolearn: 'arn:aws:iam::1:role/Dev', {last}}}\n")),
            finding => finding.Kind is AwsAuthFindingKind.PowerfulGroupGranted or AwsAuthFindingKind.PowerfulUsername);

        Assert.EndsWith($"; {words}.", finding.Words, StringComparison.Ordinal);
    }

    private static AwsAuthText Roles(string text) => new(text, null, null);
}
