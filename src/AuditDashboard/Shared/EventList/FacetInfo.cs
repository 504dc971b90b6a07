using System.Collections.Frozen;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Shared.EventList;

/// <summary>How a property of events is called in URLs and for people.</summary>
/// <param name="Facet">The property.</param>
/// <param name="Key">Its name in URLs: <c>f.KEY</c> for "is", <c>x.KEY</c> for "is not".</param>
/// <param name="Title">Its name for people, in sentence case.</param>
/// <param name="EmptyText">What the absence of a value means, in words.</param>
/// <param name="Values">The only values that it can have; empty where the log decides.</param>
public sealed record FacetInfo(EventFacet Facet, string Key, string Title, string EmptyText, IReadOnlyList<string> Values)
{
    /// <summary>Longest value that a link may carry, in characters: browsers and servers cut longer URLs.</summary>
    public const int MaxValueLength = 1_000;

    private static readonly FrozenDictionary<EventFacet, FacetInfo> ByFacet = new FacetInfo[]
    {
        new(EventFacet.Kind, "kind", "Kind", "not a change", KindLooks.Values),
        new(EventFacet.Verb, "verb", "Verb", "no verb", []),
        new(EventFacet.Actor, "actor", "Actor", "not signed in", []),
        new(EventFacet.Namespace, "namespace", "Namespace", "cluster-wide", []),
        new(EventFacet.Outcome, "outcome", "Outcome", "unknown", OutcomeLooks.Values),
        new(EventFacet.SourceIp, "ip", "Source IP", "no address", []),
        new(EventFacet.Code, "code", "Answer", "no code", []),
        new(EventFacet.Resource, "resource", "Resource", "not a resource", []),
        new(EventFacet.Name, "name", "Object", "no name", []),
        new(EventFacet.ApiGroup, "group", "API group", "core", []),
        new(EventFacet.UserAgent, "agent", "User agent", "none sent", []),
        new(EventFacet.RequestUri, "uri", "URI", "no URI", []),
        new(EventFacet.AuditId, "audit", "Audit ID", "no audit ID", []),
        new(EventFacet.Stage, "stage", "Stage", "no stage", []),
        new(EventFacet.Query, "query", "Query", "no query", []),
    }.ToFrozenDictionary(i => i.Facet);

    /// <summary>All properties, in the order of their declaration.</summary>
    public static IReadOnlyList<FacetInfo> All { get; } = [.. ByFacet.Values.OrderBy(i => i.Facet)];

    /// <summary>The info of a property.</summary>
    public static FacetInfo Of(EventFacet facet) => ByFacet[facet];

    /// <summary>True if a link can carry the value.</summary>
    public static bool IsLinkable(string value) => value.Length <= MaxValueLength;
}
