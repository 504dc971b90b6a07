using System.Text;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Kubernetes.Manifests;
using AuditDashboard.Kubernetes.Redaction;

namespace AuditDashboard.Kubernetes.Tests.History;

/// <summary>Listings that kubectl made: only the whole is taken in, since what a listing lacks counts as not there.</summary>
public sealed class ListingReaderTests
{
    private const string Jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW0ifQ.c2lnbmF0dXJlLXRoYXQtaXMtbG9uZy1lbm91Z2g";
    private const long Noon = 1_795_000_000_000_000;

    private static readonly string[] Whole =
    [
        Item("Role", "kube-system", "a"), Item("Role", "kube-public", "b"), Item("RoleBinding", "kube-system", "a"), Item("RoleBinding", "kube-public", "b"),
        Item("ClusterRole", null, "cluster-admin"), Item("ClusterRoleBinding", null, "cluster-admin"),
    ];

    private static readonly string ConfigMap = """{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"kube-root-ca.crt","namespace":"kube-system"},"data":{}}""";

    [Fact]
    public void TryRead_AllKinds_IsCompleteForThoseAskedFor()
    {
        Assert.True(ListingReader.TryRead(List(Whole), Noon, out var rbac, out _));
        Assert.True(ListingReader.TryRead([.. "\uFEFF"u8, .. List([.. Whole, ConfigMap])], Noon, out var all, out var problem));

        Assert.Equal([TrackedKind.Role, TrackedKind.ClusterRole, TrackedKind.RoleBinding, TrackedKind.ClusterRoleBinding], rbac!.CompleteKinds.Order());
        Assert.Contains(TrackedKind.AwsAuth, all!.CompleteKinds);
        Assert.Equal((6, 1, Noon, null), (all.Objects.Count, all.Others, all.TimeMicros, problem));
    }

    [Fact]
    public void TryRead_WhatIsNotTheWhole_Refused()
    {
        Assert.Equal("It holds no ClusterRoleBinding", Refusal(List(Whole[..5])));
        Assert.Equal("It holds objects of the kind Role from the namespace kube-system alone", Refusal(List([.. Whole.Where(item => !item.Contains("kube-public", StringComparison.Ordinal))])));
        Assert.Equal("It is only the first part of a longer list.", Refusal(Encoding.UTF8.GetBytes($$"""{"kind":"List","metadata":{"continue":"x"},"items":[{{string.Join(',', Whole)}}]}""")));
        Assert.Equal("It is not the JSON list that kubectl prints.", Refusal("{}"u8.ToArray()));
        Assert.Equal("It is not the JSON list that kubectl prints.", Refusal("apiVersion: v1\nitems: []\n"u8.ToArray()));
        Assert.Equal("It is not the JSON list that kubectl prints.", Refusal([]));
    }

    [Fact]
    public void TryRead_TimeBeforeTheNewestWrite_Refused()
    {
        var item = """{"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"late","namespace":"web","creationTimestamp":"2026-01-01T00:00:00Z","managedFields":[{"time":"2027-01-01T00:00:00Z"}]},"rules":[]}""";

        Assert.Equal("It holds an object that was written at 2027-01-01T00:00:00Z, after the time given for the listing.", Refusal(List([.. Whole, item])));
    }

    [Fact]
    public void Redact_TokenInAnAnnotation_IsTakenOutAndAwsAuthStays()
    {
        var role = $$$"""{"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"t","namespace":"web","annotations":{"note":"{{{Jwt}}}"}},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]}""";
        var map = """{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"aws-auth","namespace":"kube-system"},"data":{"mapRoles":"- {rolearn: 'arn:aws:iam::1:role/a', username: token, groups: ['system:masters']}\n"}}""";
        Assert.True(ListingReader.TryRead(List([.. Whole, role, map]), Noon, out var listing, out _));

        var redacted = new Redactor(new byte[32]).Redact(listing!).Listing;

        var texts = redacted.Objects.Select(entry => ManifestJson.Write(entry.Value)).ToList();
        Assert.DoesNotContain(texts, text => text.Contains("c2lnbmF0dXJl", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("[redacted length=", StringComparison.Ordinal) && text.Contains("\"pods\"", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("arn:aws:iam::1:role/a", StringComparison.Ordinal) && text.Contains("username: token", StringComparison.Ordinal));
        Assert.Equal(listing!.Objects.Select(entry => entry.Key), redacted.Objects.Select(entry => entry.Key));
    }

    private static string Refusal(byte[] json)
    {
        Assert.False(ListingReader.TryRead(json, Noon, out var listing, out var problem));
        Assert.Null(listing);
        return problem!.Split(", and")[0].Split(" Make it")[0].Split(" Write the")[0];
    }

    private static byte[] List(params IReadOnlyList<string> items) => Encoding.UTF8.GetBytes($$"""{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":""},"items":[{{string.Join(',', items)}}]}""");

    private static string Item(string kind, string? space, string name) =>
        $$$"""{"kind":"{{{kind}}}","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"{{{name}}}"{{{(space is null ? "" : $",\"namespace\":\"{space}\"")}}}}}""";
}
