using AuditDashboard.Kubernetes.Actors;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList;

/// <summary>The steps from a request to who is behind it, each with what it rests on.</summary>
public sealed partial class HopList
{
    /// <summary>The steps.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<ActorHop> Hops { get; set; }

    private ActorHop? Weakest => Hops.MaxBy(hop => hop.Evidence);

    private static string? HopCss(Evidence evidence) => evidence switch
    {
        Evidence.ApiServer => null,
        Evidence.Iam => "iam",
        Evidence.Client => "cli",
        _ => "unk",
    };

    private static string EvidenceCss(Evidence evidence) => evidence switch
    {
        Evidence.ApiServer => "ev-api",
        Evidence.Iam => "ev-iam",
        Evidence.Client => "ev-cli",
        _ => "ev-unk",
    };

    private static string EvidenceWords(Evidence evidence) => evidence switch
    {
        Evidence.ApiServer => "asserted by API server",
        Evidence.Iam => "asserted by IAM",
        Evidence.Client => "chosen by client",
        _ => "unknown",
    };
}
