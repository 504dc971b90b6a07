namespace AuditDashboard.Kubernetes.Actors;

/// <summary>What sort of program a user agent claims to be.</summary>
public enum ClientFamily
{
    /// <summary>None that is known.</summary>
    Other,

    /// <summary>kubectl.</summary>
    Kubectl,

    /// <summary>Helm.</summary>
    Helm,

    /// <summary>Terraform or OpenTofu.</summary>
    Terraform,

    /// <summary>Part of Kubernetes: kubelet, kube-scheduler and alike.</summary>
    Kubernetes,

    /// <summary>Part of EKS or an AWS controller.</summary>
    Eks,

    /// <summary>A controller or operator built on the Kubernetes client library.</summary>
    Controller,

    /// <summary>A user interface over the API: k9s, Lens, Headlamp, Rancher, the Kubernetes dashboard and alike.</summary>
    Console,

    /// <summary>A web browser.</summary>
    Browser,

    /// <summary>A script or command-line fetcher: curl, wget, python-requests and alike.</summary>
    Script,
}

/// <summary>A user agent, taken apart. All of it is chosen by the client.</summary>
/// <param name="Family">What sort of program it claims to be.</param>
/// <param name="Name">Its name, such as <c>kubectl</c>.</param>
/// <param name="Version">Its version without a leading v; null where it tells none.</param>
/// <param name="Platform">Such as <c>linux/amd64</c>; null where it tells none.</param>
public sealed record ClientProgram(ClientFamily Family, string Name, string? Version, string? Platform)
{
    private static readonly string[] Components =
        ["kubelet", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy", "cloud-controller-manager", "coredns", "kubeadm", "cluster-proportional-autoscaler", "metrics-server"];

    private static readonly string[] Scripts =
        ["curl", "wget", "python", "python-requests", "python-urllib", "aiohttp", "httpx", "go-http-client", "ruby", "perl", "java", "okhttp", "node", "node-fetch", "axios", "php", "powershell", "openapi-generator", "kubernetes-client", "nmap", "nikto", "zgrab", "masscan", "nuclei"];

    private static readonly string[] Consoles = ["k9s", "lens", "openlens", "freelens", "headlamp", "rancher", "octant", "dashboard", "kubernetes-dashboard", "kubenav", "seabird"];

    /// <summary>The part of the program that asked, such as <c>system:serviceaccount:kube-system:job-controller</c> or <c>leader-election</c>; null where it tells none.</summary>
    public string? Part { get; init; }

    /// <summary>A family in words: "kubectl", "part of Kubernetes", "script".</summary>
    public static string Words(ClientFamily family) => family switch
    {
        ClientFamily.Kubectl => "kubectl",
        ClientFamily.Helm => "Helm",
        ClientFamily.Terraform => "Terraform",
        ClientFamily.Kubernetes => "part of Kubernetes",
        ClientFamily.Eks => "part of EKS or an AWS controller",
        ClientFamily.Controller => "controller",
        ClientFamily.Console => "console",
        ClientFamily.Browser => "web browser",
        ClientFamily.Script => "script",
        _ => "other program",
    };

    /// <summary>Reads a user agent; null where there is none.</summary>
    public static ClientProgram? Parse(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent))
        {
            return null;
        }

        // kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46        Helm/3.14.0        HashiCorp/1.0 Terraform/1.7.5
        // kube-controller-manager/v1.31.2 (linux/amd64) kubernetes/5864a46/system:serviceaccount:kube-system:job-controller
        var text = userAgent.Length > 1024 ? userAgent[..1024] : userAgent;
        var terraform = text.IndexOf("Terraform/", StringComparison.OrdinalIgnoreCase);
        var product = (terraform >= 0 ? text[terraform..] : text.TrimStart()).Split(' ', 2)[0];
        var slash = product.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? product : product[..slash];
        var version = slash < 0 ? null : product[(slash + 1)..].TrimStart('v');
        return new ClientProgram(FamilyOf(name, text), name, version is { Length: > 0 } ? version.Split('/')[0] : null, PlatformOf(text)) { Part = PartOf(text) };
    }

    private static ClientFamily FamilyOf(string name, string text)
    {
        var lower = name.ToLowerInvariant();
        return lower switch
        {
            "kubectl" or "kubectl.exe" or "oc" => ClientFamily.Kubectl,
            "helm" => ClientFamily.Helm,
            "terraform" or "opentofu" or "terraform-provider-kubernetes" => ClientFamily.Terraform,
            _ when Consoles.Contains(lower) => ClientFamily.Console,
            "mozilla" or "opera" => ClientFamily.Browser,
            "aws-cli" or "boto3" or "botocore" => ClientFamily.Script,
            _ when lower.StartsWith("kubectl", StringComparison.Ordinal) => ClientFamily.Kubectl,
            _ when Components.Contains(lower) => ClientFamily.Kubernetes,
            _ when lower.StartsWith("eks", StringComparison.Ordinal) || lower.StartsWith("aws-", StringComparison.Ordinal) || lower is "vpc-resource-controller" or "amazon-vpc-cni-k8s"
                or "amazon-network-policy-controller-k8s" or "karpenter" => ClientFamily.Eks,
            _ when Array.Exists(Scripts, script => lower == script || lower.StartsWith(script + "-", StringComparison.Ordinal)) => ClientFamily.Script,
            _ when text.Contains(" kubernetes/", StringComparison.Ordinal) || lower.EndsWith("-controller", StringComparison.Ordinal) || lower.EndsWith("-operator", StringComparison.Ordinal) => ClientFamily.Controller,
            _ => ClientFamily.Other,
        };
    }

    // … kubernetes/5864a46/leader-election
    private static string? PartOf(string text)
    {
        var at = text.IndexOf(" kubernetes/", StringComparison.Ordinal);
        var slash = at < 0 ? -1 : text.IndexOf('/', at + " kubernetes/".Length);
        return slash > 0 && slash + 1 < text.Length ? text[(slash + 1)..] : null;
    }

    private static string? PlatformOf(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var close = open < 0 ? -1 : text.IndexOf(')', open);
        return close > open + 1 ? text[(open + 1)..close] : null;
    }
}
