using AuditDashboard.Kubernetes.Explanations;

namespace AuditDashboard.Queue;

/// <summary>What explains changes: settings under <c>Explanations</c>.</summary>
public sealed record QueueOptions
{
    /// <summary>True takes the rules for known controllers. Default true.</summary>
    public bool UseKnownControllers { get; init; } = true;

    /// <summary>The organisation's own rules, tried first.</summary>
    public IReadOnlyList<ExplanationRule> Rules { get; init; } = [];

    /// <summary>Planned changes with their tickets.</summary>
    public IReadOnlyList<ChangeWindow> ChangeWindows { get; init; } = [];

    /// <summary>All rules in the order in which they are tried.</summary>
    public IReadOnlyList<ExplanationRule> AllRules => [.. Rules, .. UseKnownControllers ? KnownControllers.Rules : []];
}
