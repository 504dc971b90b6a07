using AuditDashboard.Kubernetes.Manifests;
using CsCheck;

namespace AuditDashboard.Kubernetes.Tests.Manifests;

public sealed class ManifestYamlTests
{
    private static readonly string[] Traps =
    [
        "", " ", "a", "yes", "No", "ON", "null", "~", "true", "1", "-1", "1e3", "0x1F", "0o7", "1_000", "12:30:45", ".inf", ".NaN", "2001-01-01", "- a", "a: b", "a:", "a #b", "#a",
        "&a", "*a", "!a", "|", ">", "'", "\"", "%a", "@a", "`a", "{a}", "[a]", "a,b", "?", "? a", "---", "...", "a\nb", "a\nb\n", "a\n\nb\n", "\na", "a\n\n", " a\nb", "a \nb", "a\n  b\n",
        "a\n\tb", "a\r\nb", "a\u0085b", "a\u2028b", "\ufeffa", "\u202eevil", "\u0000", "\u001b[31m", "tab\there", "é", "𝔞", "a\\nb", "https://a.example/b?c=d&e", "system:masters",
        "arn:aws:iam::1:role/a", "- rolearn: x\n  groups: [a]\n", "{{SessionName}}", "<script>", "=", "<<", "a=", "-", "--", "a/b", "/", "a.", "_", "a-",
    ];

    [Fact]
    public void Write_EveryTrap_IsReadAsTheSameText()
    {
        foreach (var trap in Traps)
        {
            var value = ManifestObject.Of(
            [
                new("text", ManifestScalar.Text(trap)),
                new("list", new ManifestList([ManifestScalar.Text(trap), ManifestObject.Of([new("deep", ManifestScalar.Text(trap)), new("two", ManifestScalar.Text(trap))])])),
                new(trap, ManifestScalar.Text("key")),
            ]);

            var yaml = ManifestYaml.Write(value);

            Assert.True(YamlText.Read(yaml).Equals(value), $"{ManifestJson.Write(ManifestScalar.Text(trap))} became\n{yaml}");
            Assert.All(yaml, c => Assert.True(c is '\n' or (>= ' ' and <= '~')));
        }
    }

    [Fact]
    public void Write_AnyValue_IsReadAsTheSame()
    {
        var text = Gen.Int[0, Traps.Length - 1].Select(i => Traps[i]);
        var scalar = Gen.OneOf(text.Select(ManifestScalar.Text), Gen.Bool.Select(ManifestScalar.Boolean), Gen.Const(ManifestScalar.Null)).Select(s => (ManifestValue)s);
        var value = scalar;
        for (var depth = 0; depth < 4; depth++)
        {
            var inner = value;
            value = Gen.OneOf(
                scalar,
                inner.List[0, 3].Select(items => (ManifestValue)new ManifestList(items)),
                Gen.Select(text, inner).List[0, 3].Select(members => (ManifestValue)ManifestObject.Of(members.Select(m => new KeyValuePair<string, ManifestValue>(m.Item1, m.Item2)))));
        }

        Property.Holds(value, v => Assert.True(YamlText.Read(ManifestYaml.Write(v)).Equals(v), ManifestYaml.Write(v)), 5_000);
    }

    [Fact]
    public void Write_Role_ReadsAsPeopleWriteIt()
    {
        var role = ManifestValue.Parse("""{"kind":"Role","metadata":{"name":"r"},"rules":[{"verbs":["get","*"],"apiGroups":[""],"resources":["pods/exec"]}],"data":{"mapRoles":"- rolearn: x\n  groups:\n  - g\n"}}"""u8)!;

        Assert.Equal(
            "kind: Role\nmetadata:\n  name: r\nrules:\n- verbs:\n  - get\n  - \"*\"\n  apiGroups:\n  - \"\"\n  resources:\n  - pods/exec\ndata:\n  mapRoles: |\n    - rolearn: x\n      groups:\n      - g\n",
            ManifestYaml.Write(role));
    }
}
