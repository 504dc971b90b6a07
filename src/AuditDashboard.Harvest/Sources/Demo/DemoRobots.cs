namespace AuditDashboard.Harvest.Sources.Demo;

/// <summary>The programs that work on the demo cluster, and its nodes and namespaces.</summary>
internal static class DemoRobots
{
    /// <summary>Nodes of the cluster.</summary>
    public const int NodeCount = 9;

    /// <summary>Teams, each with a namespace of its name.</summary>
    public static readonly string[] Teams =
        ["billing", "bookings", "catalog", "checkout", "fleet", "identity", "notifications", "payments", "reporting", "search", "tracking", "web"];

    /// <summary>All namespaces.</summary>
    public static readonly string[] Namespaces =
        [.. Teams, "argocd", "cert-manager", "ci", "default", "flux-system", "kube-system", "monitoring", "status-page", "vault", "velero"];

    /// <summary>Flux.</summary>
    public static DemoUser Flux(long seed) => DemoUser.ServiceAccount(
        seed, "flux-system", "kustomize-controller", "10.0.21.84", "kustomize-controller/v1.4.0", "cluster-reconciler-flux-system");

    /// <summary>Argo CD.</summary>
    public static DemoUser Argo(long seed) => DemoUser.ServiceAccount(
        seed, "argocd", "argocd-application-controller", "10.0.17.42", "argocd-application-controller/v2.13.1", "argocd-application-controller");

    /// <summary>The account that the build system deploys with.</summary>
    public static DemoUser Ci(long seed, string ip = "10.0.40.11", string agent = "kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46") =>
        DemoUser.ServiceAccount(seed, "ci", "ci-deployer", ip, agent, "ci-deployer");

    /// <summary>Terraform, which runs in a pipeline with an IAM role.</summary>
    public static DemoUser Terraform(long seed, long at) => DemoPeople.Assume(
        seed, DemoPeople.Account, "harborlight-terraform", $"pipeline-{DemoTime.Floor(at, DemoTime.Hour) % 10_000}", ["harborlight:platform-admins"],
        "10.0.40.19", "HashiCorp/1.0 Terraform/1.9.8", at);

    /// <summary>The user behind a node's kubelet.</summary>
    public static DemoUser Kubelet(int node)
    {
        var kubelet = DemoUser.System(
            $"system:node:{NodeName(node)}", NodeIp(node), "kubelet/v1.31.2-eks-7f9249a (linux/amd64) kubernetes/0a2e3c1", "system:bootstrappers", "system:nodes");

        // The node authorizer gives no reason.
        return kubelet with { AllowedBy = "" };
    }

    /// <summary>A node's name.</summary>
    public static string NodeName(int node) => $"ip-10-0-{16 + (node % 3 * 16)}-{20 + node}.eu-north-1.compute.internal";

    /// <summary>A node's address.</summary>
    public static string NodeIp(int node) => $"10.0.{16 + (node % 3 * 16)}.{20 + node}";

    /// <summary>A part of the control plane.</summary>
    public static DemoUser ControlPlane(string name, string agent) => DemoUser.System($"system:{name}", "10.0.0.118", agent);
}
