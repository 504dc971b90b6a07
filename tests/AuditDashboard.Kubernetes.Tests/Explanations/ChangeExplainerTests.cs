using System.Globalization;
using System.Net;
using AuditDashboard.Kubernetes.Explanations;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Tests.Explanations;

public sealed class ChangeExplainerTests
{
    private const string FluxUser = "system:serviceaccount:flux-system:kustomize-controller";
    private const string Binding = "\"objectRef\":{\"resource\":\"rolebindings\",\"namespace\":\"web\",\"name\":\"deployers\",\"apiGroup\":\"rbac.authorization.k8s.io\"}";
    private const string Cluster = "\"objectRef\":{\"resource\":\"clusterroles\",\"name\":\"view\",\"apiGroup\":\"rbac.authorization.k8s.io\"}";
    private const string AwsAuth = "\"objectRef\":{\"resource\":\"configmaps\",\"namespace\":\"kube-system\",\"name\":\"aws-auth\",\"apiVersion\":\"v1\"}";

    private static readonly string Flux = ServiceAccount(FluxUser, """ "authentication.kubernetes.io/credential-id":["JTI=1"],"authentication.kubernetes.io/pod-name":["kustomize-controller-7d9c"] """);
    private static readonly string EksParts = Iam("eks:addon-manager", "999988887777", "AWSWesleyClusterManagerLambda-AddonManagerRole-1A", "AWSWesleyClusterManager");

    // Each tries to look like something that explains changes, or is plainly a person.
    private static readonly (string What, string User, string Request)[] Planted =
    [
        ("a person with kubectl", Iam("j.okafor", "111122223333", "Platform", "j.okafor"), Binding),
        ("a person whose session is named for a controller", Iam("ops", "111122223333", "Platform", "kustomize-controller"), Binding),
        ("a person who claims to be Flux", Iam("j.okafor", "111122223333", "Platform", "j.okafor"), Binding + ",\"userAgent\":\"kustomize-controller/v1.4.0 (linux/amd64) kubernetes/$Format\""),
        ("a person who runs Helm", Iam("m.lind", "111122223333", "Platform", "m.lind"), Binding + ",\"userAgent\":\"Helm/3.14.0\""),
        ("a token of Flux' made by hand", ServiceAccount(FluxUser, """ "authentication.kubernetes.io/credential-id":["JTI=2"] """), Binding),
        ("Flux' token in another pod", ServiceAccount(FluxUser, """ "authentication.kubernetes.io/credential-id":["JTI=3"],"authentication.kubernetes.io/pod-name":["debug-shell"] """), Binding),
        ("someone who acts as Flux", Iam("j.okafor", "111122223333", "Platform", "j.okafor"), Binding + $",\"impersonatedUser\":{{\"username\":\"{FluxUser}\",\"uid\":\"u\",\"groups\":[\"system:serviceaccounts\"]}}"),
        ("Flux acting as an administrator", Flux, Binding + ",\"impersonatedUser\":{\"username\":\"admin\",\"groups\":[\"system:masters\"]}"),
        ("a certificate that bears Flux' name", $$$"""{"username":"{{{FluxUser}}}","groups":["system:serviceaccounts"],"extra":{"authentication.kubernetes.io/credential-id":["X509SHA256=0a"]}}""", Binding),
        ("a row of aws-auth that gives Flux' name", Iam(FluxUser, "111122223333", "Platform", "x"), Binding),
        ("a row of aws-auth that gives a name of EKS'", Iam("eks:addon-manager", "111122223333", "Platform", "x"), Binding),
        ("a name of EKS' with IAM members that nothing proves", """{"username":"eks:addon-manager","uid":"aws-iam-authenticator:111122223333:AROAX","groups":[],"extra":{"canonicalArn":["arn:aws:iam::999988887777:role/AWSWesleyClusterManagerLambda-x"]}}""", Binding),
        ("a certificate that bears a name of EKS'", """{"username":"eks:addon-manager","groups":[],"extra":{"authentication.kubernetes.io/credential-id":["X509SHA256=0b"]}}""", Binding),
        ("EKS' node manager writing a cluster role", Iam("eks:node-manager", "999988887777", "AWSWesleyClusterManagerLambda-Node", "x"), Cluster),
        ("Flux writing aws-auth", Flux, AwsAuth),
        ("the garbage collector making a binding", ServiceAccount("system:serviceaccount:kube-system:generic-garbage-collector", ""), Binding + ",\"verb\":\"create\""),
        ("a workload", ServiceAccount("system:serviceaccount:web:ci", """ "authentication.kubernetes.io/pod-name":["ci-1"] """), Binding),
        ("a namesake of Flux in another namespace", ServiceAccount("system:serviceaccount:web:kustomize-controller", """ "authentication.kubernetes.io/pod-name":["kustomize-controller-1"] """), Binding),
        ("a node", """{"username":"system:node:ip-10-0-0-1","uid":"aws-iam-authenticator:111122223333:AROAN","groups":["system:nodes"]}""", Binding),
        ("nobody", """{"username":"system:anonymous","groups":["system:unauthenticated"]}""", Binding),
    ];

    private static readonly (string User, string Request)[] Noise =
    [
        (Flux, Binding),
        (Flux, Cluster),
        (ServiceAccount("system:serviceaccount:flux-system:helm-controller", """ "authentication.kubernetes.io/pod-name":["helm-controller-5f"] """), Binding),
        (ServiceAccount("system:serviceaccount:argocd:argocd-application-controller", """ "authentication.kubernetes.io/pod-name":["argocd-application-controller-0"] """), Cluster),
        (ServiceAccount("system:serviceaccount:argocd:argocd-application-controller", ""), Binding), // an older cluster records neither token nor pod
        (ServiceAccount("system:serviceaccount:kube-system:clusterrole-aggregation-controller", """ "authentication.kubernetes.io/credential-id":["JTI=9"] """), Cluster),
        ("""{"username":"system:apiserver","uid":"1","groups":["system:masters"]}""", Cluster),
        (EksParts, Cluster),
        (Iam("eks:node-manager", "999988887777", "AWSWesleyClusterManagerLambda-NodeManagerRole-1A", "x"), AwsAuth),
        (Iam("ci", "111122223333", "ci-deployer", "GitHubActions"), Binding),
    ];

    private static readonly ExplanationRule[] Rules =
        [.. KnownControllers.Rules, new ExplanationRule { Name = "CI", IamPrincipals = ["arn:aws:iam::111122223333:role/ci-deployer"], Kinds = [ChangeKind.RoleBinding] }];

    [Fact]
    public void Judge_ControllersMake98Percent_AllPlantedChangesAndNothingElseAreLeft()
    {
        var random = new Random(11);
        var changes = Enumerable.Range(0, 980).Select(i => (What: "noise", Event: Event(Noise[i % Noise.Length].User, Noise[i % Noise.Length].Request)))
            .Concat(Planted.Select(planted => (planted.What, Event: Event(planted.User, planted.Request))))
            .OrderBy(_ => random.Next()).ToList();
        var explainer = new ChangeExplainer(Rules, []);
        var queue = new ChangeQueue<string>();
        foreach (var (what, json) in changes)
        {
            var audit = SampleEvents.Readable(json);
            var kind = ChangeClassifier.Classify(audit);
            Assert.NotEqual(ChangeKind.None, kind);
            queue.Add(what, explainer.Judge("prod", kind, audit.TimeMicros, audit));
        }

        Assert.Equal(1_000, queue.Count);
        Assert.Equal(Planted.Select(planted => planted.What).Order(), queue.Open.Select(open => open.Change).Where(what => what != "noise").Order());
        Assert.True(queue.Open.Count(open => open.Change == "noise") < 5);
        Assert.Equal(["Flux", "Argo CD", "EKS", "Kubernetes", "CI"], queue.Folds.Select(fold => fold.Rule));
    }

    [Fact]
    public void Judge_RequestThatNamesNoUser_IsForPeople() =>
        Assert.Null(Assert.IsType<Verdict.Unexplained>(new ChangeExplainer(Rules, []).Judge("prod", ChangeKind.RoleBinding, null, SampleEvents.Readable(Event("{}", Binding)))).Doubt);

    /// <summary>Whoever may make pods in kube-system can have one run as a controller's service account; the controllers themselves run in none.</summary>
    [Fact]
    public void Judge_AccountOfAKubernetesControllerInAPod_IsForPeople()
    {
        var user = ServiceAccount("system:serviceaccount:kube-system:clusterrole-aggregation-controller", """ "authentication.kubernetes.io/credential-id":["JTI=9"],"authentication.kubernetes.io/pod-name":["debug"] """);

        var verdict = new ChangeExplainer(Rules, []).Judge("prod", ChangeKind.ClusterRole, null, SampleEvents.Readable(Event(user, Cluster)));

        Assert.Equal("The user is that of Kubernetes, but its token is that of the pod debug, and the controller runs in none.", Assert.IsType<Verdict.Unexplained>(verdict).Doubt);
    }

    [Theory]
    [InlineData("a token of Flux' made by hand", "The user is that of Flux, but its token was made for no pod.")]
    [InlineData("Flux' token in another pod", "The user is that of Flux, but its token is that of the pod debug-shell.")]
    [InlineData("Flux acting as an administrator", "The user is that of Flux, but it acted as another user.")]
    [InlineData("a certificate that bears Flux' name", "The user is that of Flux, but nothing shows that the service account’s token was used.")]
    [InlineData("a row of aws-auth that gives Flux' name", "The user is that of Flux, but nothing shows that the service account’s token was used.")]
    [InlineData("a row of aws-auth that gives a name of EKS'", "The user is that of EKS, but it signed in with an IAM identity that is not one of EKS’ own.")]
    [InlineData("a certificate that bears a name of EKS'", "The user is that of EKS, but it signed in with a certificate or a token that may bear any name.")]
    [InlineData("a person who claims to be Flux", null)]
    [InlineData("someone who acts as Flux", null)]
    public void Judge_LooksLikeAController_SaysWhatSpeaksAgainst(string what, string? doubt)
    {
        var (_, user, rest) = Planted.Single(planted => planted.What == what);

        var verdict = new ChangeExplainer(Rules, []).Judge("prod", ChangeKind.RoleBinding, null, SampleEvents.Readable(Event(user, rest)));

        Assert.Equal(doubt, Assert.IsType<Verdict.Unexplained>(verdict).Doubt);
    }

    [Fact]
    public void Judge_ChangeWindow_AttachesItsTicketButTimeAloneExplainsNothing()
    {
        var person = SampleEvents.Readable(Event(Iam("j.okafor", "111122223333", "Platform", "j.okafor"), Binding));
        var planned = new ChangeWindow { Ticket = "OPS-7", FromMicros = 100, ToMicros = 200, Clusters = ["prod*"] };
        var byName = planned with { Ticket = "OPS-8", Explains = new ExplanationRule { Name = "OPS-8", IamPrincipals = ["arn:aws:iam::111122223333:role/Platform"] } };

        Assert.Equal(["OPS-7"], Assert.IsType<Verdict.Unexplained>(Judge(planned, "prod-1", 100)).Tickets);
        Assert.Empty(Judge(planned, "prod-1", 200).Tickets);
        Assert.Empty(Judge(planned, "lab", 150).Tickets);
        Assert.Empty(Judge(planned, "prod-1", null).Tickets);
        Assert.Equal("Ticket OPS-8", Assert.IsType<Verdict.Explained>(Judge(byName, "prod-1", 150)).Rule);
        Assert.IsType<Verdict.Unexplained>(Judge(byName, "prod-1", 250));

        Verdict Judge(ChangeWindow window, string cluster, long? time) => new ChangeExplainer([], [window]).Judge(cluster, ChangeKind.RoleBinding, time, person);
    }

    [Theory]
    [InlineData("\"10.1.2.3\"", true)]
    [InlineData("\"203.0.113.9\",\"10.1.2.3\"", true)]
    [InlineData("\"10.1.2.3\",\"203.0.113.9\"", false)] // the first is what the client wrote
    [InlineData("\"::ffff:10.1.2.3\"", true)]
    [InlineData("\"10\"", false)]
    [InlineData("", false)]
    public void Judge_RuleWithNetworks_ThePeerDecides(string addresses, bool isExplained)
    {
        var rule = new ExplanationRule { Name = "CI", Users = ["ci-user"], Addresses = [IPNetwork.Parse("10.0.0.0/8")] };
        var audit = SampleEvents.Readable(Event("""{"username":"ci-user"}""", Binding + ",\"sourceIPs\":[" + addresses + "]"));

        Assert.Equal(isExplained, new ChangeExplainer([rule], []).Judge("prod", ChangeKind.RoleBinding, null, audit) is Verdict.Explained);
    }

    [Theory]
    [InlineData(null, null, "kubectl*", false)]
    [InlineData("*", null, null, false)]
    [InlineData("system:serviceaccount:*", null, null, false)]
    [InlineData(null, "arn:aws:iam::111122223333:role/*", null, false)]
    [InlineData("system:serviceaccount:gitops:*", null, null, true)]
    [InlineData(null, "arn:aws:iam::111122223333:role/ci-*", "Helm/*", true)]
    public void FindProblem_Rule_NamesWhatIsWrong(string? user, string? principal, string? agent, bool isRight)
    {
        var rule = new ExplanationRule { Name = "x", Users = user is null ? [] : [user], IamPrincipals = principal is null ? [] : [principal], UserAgents = agent is null ? [] : [agent] };

        Assert.Equal(isRight, rule.FindProblem() is null);
    }

    [Fact]
    public void FindProblem_BuiltInRules_NoneHasOne() => Assert.All(KnownControllers.Rules, rule => Assert.Null(rule.FindProblem()));

    [Theory]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abbcd", false)]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("a", "A", false)]
    [InlineData("*a*a*", "baca", true)]
    [InlineData("a*", null, false)]
    public void TextPattern_Fits_WholeText(string pattern, string? text, bool fits) => Assert.Equal(fits, TextPattern.Fits(pattern, text));

    private static string Event(string user, string rest)
    {
        var verb = rest.Contains("\"verb\"", StringComparison.Ordinal) ? "" : "\"verb\":\"patch\",";
        return string.Create(CultureInfo.InvariantCulture, $"{{\"kind\":\"Event\",{verb}\"stageTimestamp\":\"2026-11-23T13:41:52Z\",\"user\":{user},{rest}}}");
    }

    private static string ServiceAccount(string name, string extra) =>
        $$$"""{"username":"{{{name}}}","uid":"5b1c","groups":["system:serviceaccounts","system:authenticated"],"extra":{{{{extra}}}}}""";

    private static string Iam(string name, string account, string role, string session) =>
        $$$"""{"username":"{{{name}}}","uid":"aws-iam-authenticator:{{{account}}}:AROAEXAMPLE","groups":["system:authenticated"],"extra":{"arn":["arn:aws:sts::{{{account}}}:assumed-role/{{{role}}}/{{{session}}}"],"canonicalArn":["arn:aws:iam::{{{account}}}:role/{{{role}}}"],"sessionName":["{{{session}}}"]}}""";
}
