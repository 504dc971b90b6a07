using AuditDashboard.Kubernetes.Actors;

namespace AuditDashboard.Kubernetes.Tests.Actors;

public sealed class ActorReaderTests
{
    [Fact]
    public void Read_EksRoleSession_EveryHopWithItsEvidence()
    {
        var actor = ActorReader.Read(SampleEvents.Readable(SampleEvents.RoleBindingCreated));

        Assert.Equal("j.okafor", actor.DisplayName);
        Assert.Equal(ActorKind.User, actor.Kind);
        Assert.Equal("111122223333", actor.AwsAccount);
        Assert.Equal(new IamIdentity("arn:aws:sts::111122223333:assumed-role/Platform/j.okafor", "arn:aws:iam::111122223333:role/Platform", "ASIAEXAMPLEEXAMPLE00", "AROAEXAMPLEEXAMPLE", "j.okafor"), actor.Iam);
        Assert.Equal(
            [("Kubernetes user", Evidence.ApiServer), ("Signed in with", Evidence.ApiServer), ("IAM role", Evidence.Iam), ("Session name", Evidence.Client), ("Access key", Evidence.Iam), ("Assumed by", Evidence.Unknown)],
            actor.Hops.Select(hop => (hop.Label, hop.Evidence)));
        Assert.Equal("Assumed by", actor.WeakestHop?.Label);
        Assert.Equal([new SourceAddress("198.51.100.7", AddressKind.Public, Evidence.ApiServer)], actor.Addresses);
        Assert.Equal(new ClientProgram(ClientFamily.Kubectl, "kubectl", "1.31.2", "linux/amd64"), actor.Program);
    }

    [Theory]
    [InlineData("system:serviceaccount:web:ci-runner", "web/ci-runner", ActorKind.ServiceAccount)]
    [InlineData("system:serviceaccount:web", "system:serviceaccount:web", ActorKind.System)]
    [InlineData("system:node:ip-10-0-0-1.ec2.internal", "system:node:ip-10-0-0-1.ec2.internal", ActorKind.Node)]
    [InlineData("system:kube-scheduler", "system:kube-scheduler", ActorKind.System)]
    [InlineData("eks:k8s-metrics", "eks:k8s-metrics", ActorKind.System)]
    [InlineData("system:anonymous", "system:anonymous", ActorKind.Anonymous)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Admin/j.okafor", "j.okafor", ActorKind.User)]
    [InlineData("arn:aws:iam::111122223333:user/teams/m.lind", "m.lind", ActorKind.User)]
    [InlineData("m.lind", "m.lind", ActorKind.User)]
    [InlineData(null, "unknown user", ActorKind.Unknown)]
    public void Names_Username_DisplayNameAndKind(string? username, string name, ActorKind kind)
    {
        Assert.Equal(name, ActorReader.DisplayName(username));
        Assert.Equal(kind, ActorReader.KindOf(username));
    }

    [Fact]
    public void Read_Impersonation_BothNamed()
    {
        var actor = ActorReader.Read(SampleEvents.Readable("""{"kind":"Event","verb":"get","user":{"username":"admin"},"impersonatedUser":{"username":"bob","groups":["dev"]},"sourceIPs":["203.0.113.9","10.0.0.1"]}"""));

        Assert.Equal("admin", actor.Username);
        Assert.Equal("bob", actor.Impersonated);
        Assert.Equal(new ActorHop("Impersonated user", "bob", "groups dev", Evidence.Client) { Source = "impersonatedUser.username" }, actor.Hops[0]);
        Assert.Equal([Evidence.Client, Evidence.ApiServer], actor.Addresses.Select(address => address.Evidence));
    }

    [Theory]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Admin/j.okafor", "111122223333", "assumed-role", "Admin", "j.okafor")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/a/b/Admin/s", "111122223333", "assumed-role", "a/b/Admin", "s")]
    [InlineData("arn:aws-cn:iam::111122223333:role/teams/ops/Admin", "111122223333", "role", "teams/ops/Admin", null)]
    [InlineData("arn:aws:iam::111122223333:root", "111122223333", "root", "111122223333", null)]
    public void AwsArn_Arn_TakenApart(string text, string account, string type, string name, string? session)
    {
        Assert.True(AwsArn.TryParse(text, out var arn));
        Assert.Equal(new AwsArn(account, type, name, session), arn);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("admin")]
    [InlineData("arn:aws:s3:::bucket/key")]
    [InlineData("arn:aws:iam::1:")]
    public void AwsArn_Other_False(string? text) => Assert.False(AwsArn.TryParse(text, out _));

    [Theory]
    [InlineData("8.8.8.8", AddressKind.Public)]
    [InlineData("10.1.2.3", AddressKind.Private)]
    [InlineData("172.31.255.255", AddressKind.Private)]
    [InlineData("172.32.0.1", AddressKind.Public)]
    [InlineData("100.64.0.1", AddressKind.Private)]
    [InlineData("127.0.0.1", AddressKind.Loopback)]
    [InlineData("::1", AddressKind.Loopback)]
    [InlineData("::ffff:10.0.0.1", AddressKind.Private)]
    [InlineData("169.254.169.254", AddressKind.LinkLocal)]
    [InlineData("fe80::1", AddressKind.LinkLocal)]
    [InlineData("fd00::1", AddressKind.Private)]
    [InlineData("2001:db8::1", AddressKind.Public)]
    [InlineData("0.0.0.0", AddressKind.Impossible)]
    [InlineData("eks.amazonaws.com", AddressKind.AwsService)]
    [InlineData("AWS Internal", AddressKind.AwsService)]
    [InlineData("eks.amazonaws.com.evil.example", AddressKind.NotAnAddress)]
    [InlineData("<b>.amazonaws.com", AddressKind.NotAnAddress)]
    [InlineData("1", AddressKind.NotAnAddress)]
    [InlineData("010.0.0.1", AddressKind.NotAnAddress)]
    [InlineData("<script>", AddressKind.NotAnAddress)]
    [InlineData("", AddressKind.NotAnAddress)]
    public void SourceAddress_Text_Kind(string text, AddressKind kind) => Assert.Equal(kind, SourceAddress.KindOf(text));

    [Theory]
    [InlineData("kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46", ClientFamily.Kubectl, "kubectl", "1.31.2")]
    [InlineData("kubectl1.19.6/v1.19.6 (linux/amd64) kubernetes/fbf646b", ClientFamily.Kubectl, "kubectl1.19.6", "1.19.6")]
    [InlineData("Helm/3.14.0", ClientFamily.Helm, "Helm", "3.14.0")]
    [InlineData("HashiCorp/1.0 Terraform/1.7.5", ClientFamily.Terraform, "Terraform", "1.7.5")]
    [InlineData("kube-controller-manager/v1.31.2 (linux/amd64) kubernetes/5864a46/system:serviceaccount:kube-system:job-controller", ClientFamily.Kubernetes, "kube-controller-manager", "1.31.2")]
    [InlineData("eks-k8s-metrics/v0.0.0 (linux/amd64) kubernetes/$Format", ClientFamily.Eks, "eks-k8s-metrics", "0.0.0")]
    [InlineData("argocd-application-controller/v0.0.0 (linux/amd64) kubernetes/$Format", ClientFamily.Controller, "argocd-application-controller", "0.0.0")]
    [InlineData("curl/8.5.0", ClientFamily.Script, "curl", "8.5.0")]
    [InlineData("python-requests/2.31.0", ClientFamily.Script, "python-requests", "2.31.0")]
    [InlineData("Go-http-client/2.0", ClientFamily.Script, "Go-http-client", "2.0")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64)", ClientFamily.Browser, "Mozilla", "5.0")]
    [InlineData("k9s/v0.32.5 (darwin/arm64) kubernetes/$Format", ClientFamily.Console, "k9s", "0.32.5")]
    [InlineData("whatever", ClientFamily.Other, "whatever", null)]
    public void ClientProgram_UserAgent_TakenApart(string text, ClientFamily family, string name, string? version)
    {
        var program = ClientProgram.Parse(text);

        Assert.Equal((family, name, version), (program!.Family, program.Name, program.Version));
    }

    [Theory]
    [InlineData("kube-controller-manager/v1.31.2 (linux/amd64) kubernetes/5864a46/system:serviceaccount:kube-system:job-controller", "system:serviceaccount:kube-system:job-controller")]
    [InlineData("kube-scheduler/v1.31.2 (linux/amd64) kubernetes/5864a46/leader-election", "leader-election")]
    [InlineData("kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46", null)]
    [InlineData("curl/8.5.0", null)]
    public void ClientProgram_UserAgent_Part(string text, string? part) => Assert.Equal(part, ClientProgram.Parse(text)?.Part);

    [Theory]
    [InlineData("EKSGetTokenAuth")]
    [InlineData("botocore-session-1764080000")]
    [InlineData("1764080000123456789")]
    [InlineData("i-0abc123def4567890")]
    [InlineData("GitHubActions")]
    public void SessionNames_NameOfAProgram_SaysSo(string name) => Assert.EndsWith(": not a person", SessionNames.ProgramWords(name), StringComparison.Ordinal);

    [Theory]
    [InlineData("j.okafor")]
    [InlineData("EKSGetTokenAuth2")]
    [InlineData("i-abc")]
    [InlineData("")]
    [InlineData(null)]
    public void SessionNames_OtherName_SaysNothing(string? name) => Assert.Null(SessionNames.ProgramWords(name));
}
