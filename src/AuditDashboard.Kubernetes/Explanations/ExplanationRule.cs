using System.Net;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Explanations;

/// <summary>
/// Which changes a known controller or pipeline explains. It must name Kubernetes users or IAM principals, which no client can choose; everything else only
/// narrows it. In patterns <c>*</c> stands for any characters; an empty list means any.
/// </summary>
public sealed record ExplanationRule
{
    /// <summary>What people call it: "Flux".</summary>
    public required string Name { get; init; }

    /// <summary>User names, as the API server authenticated them.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>ARNs of IAM roles or users without a session; they count only where the record proves them.</summary>
    public IReadOnlyList<string> IamPrincipals { get; init; } = [];

    /// <summary>Names of the pods that tokens must be made for; empty asks for none.</summary>
    public IReadOnlyList<string> Pods { get; init; } = [];

    /// <summary>True if the controller runs in no pod, so that a token made for one is not its own. Default false.</summary>
    public bool RunsInNoPod { get; init; }

    /// <summary>Kinds of changes.</summary>
    public IReadOnlyList<ChangeKind> Kinds { get; init; } = [];

    /// <summary>Verbs.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>Namespaces of the objects; objects without one fit only where this is empty.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Names of the objects.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Networks that the peer which the API server saw must be in.</summary>
    public IReadOnlyList<IPNetwork> Addresses { get; init; } = [];

    /// <summary>User agents. The client chooses them, so they only narrow.</summary>
    public IReadOnlyList<string> UserAgents { get; init; } = [];

    /// <summary>True if requests that impersonate another user are explained too. Default false.</summary>
    public bool AllowsImpersonation { get; init; }

    /// <summary>Why the rule may not be used; null where nothing is wrong.</summary>
    public string? FindProblem()
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            return "has no Name. Write what people call the controller or pipeline.";
        }

        if (Users.Count == 0 && IamPrincipals.Count == 0)
        {
            return "names neither Users nor IamPrincipals. A client chooses its user agent, the objects it changes and the hour, so these alone explain nothing.";
        }

        return Users.Concat(IamPrincipals).FirstOrDefault(IsTooWide) is { } wide
            ? $"has the pattern '{wide}', which fits nearly anyone. Write at least three characters that are no *; of a service account its namespace and name."
            : null;
    }

    // system:serviceaccount:* would explain whatever any workload does.
    private static bool IsTooWide(string pattern) =>
        pattern.Count(c => c != '*') < 3 || pattern is "system:*" or "system:serviceaccount:*" or "system:serviceaccount:*:*" or "arn:*" or "arn:aws:*" or "arn:aws:iam:*" or "arn:aws:iam::*" or "eks:*"
        || (pattern.StartsWith("arn:", StringComparison.Ordinal) && pattern.EndsWith(":role/*", StringComparison.Ordinal));
}
