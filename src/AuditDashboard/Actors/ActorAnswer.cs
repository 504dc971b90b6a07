using AuditDashboard.Api;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Actors;

/// <summary>Collected activity of one user, as the API and the verb <c>actor</c> give it.</summary>
internal sealed record ActorAnswer
{
    /// <summary>The user's name; empty for requests that were not signed in.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the cluster; null for all.</summary>
    public required string? Cluster { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>Collected events in the window.</summary>
    public required long Events { get; init; }

    /// <summary>Requests among them (distinct audit ids).</summary>
    public required long Requests { get; init; }

    /// <summary>Events that were refused: answered 401 or 403.</summary>
    public required long Refused { get; init; }

    /// <summary>Collected events without any time, which are in no window.</summary>
    public required long Undated { get; init; }

    /// <summary>The first event ever collected; null if there is none.</summary>
    public required ActorMoment? First { get; init; }

    /// <summary>The newest event ever collected; null if there is none.</summary>
    public required ActorMoment? Last { get; init; }

    /// <summary>Each way of signing in among the newest events, the newest first.</summary>
    public required IReadOnlyList<ActorSignIn> SignIns { get; init; }

    /// <summary>Users as which this one acted in the window.</summary>
    public required IReadOnlyList<ActorCount> ActedAs { get; init; }

    /// <summary>Users who acted as this one in the window; what they did so is not among its events.</summary>
    public required IReadOnlyList<ActorCount> ActedBy { get; init; }

    public required IReadOnlyList<ActorCount> Verbs { get; init; }

    public required IReadOnlyList<ActorCount> Resources { get; init; }

    public required IReadOnlyList<ActorCount> Namespaces { get; init; }

    public required IReadOnlyList<ActorCount> Objects { get; init; }

    public required IReadOnlyList<ActorCount> Outcomes { get; init; }

    public required IReadOnlyList<ActorCount> Addresses { get; init; }

    public required IReadOnlyList<ActorCount> UserAgents { get; init; }

    public required IReadOnlyList<ActorCount> RefusedResources { get; init; }

    /// <summary>Canned queries that found the events.</summary>
    public required IReadOnlyList<ActorCount> Queries { get; init; }

    /// <summary>What was usual in the days before the window.</summary>
    public required ActorUsual Before { get; init; }

    /// <summary>What of the window is collected.</summary>
    public required IReadOnlyList<CoverageItem> Coverage { get; init; }

    /// <summary>Makes the answer.</summary>
    public static ActorAnswer Of(ActorReport report, IReadOnlyList<CoverageItem> coverage) => new()
    {
        Name = report.Name,
        Cluster = report.Cluster,
        From = report.Window.From,
        To = report.Window.To,
        Events = report.Count.Events,
        Requests = report.Count.Requests,
        Refused = report.RefusedEvents,
        Undated = report.Undated,
        First = ActorMoment.Of(report.First),
        Last = ActorMoment.Of(report.Last),
        SignIns = [.. report.Faces.Select(ActorSignIn.Of)],
        ActedAs = [.. report.Impersonations.ActedAs.Select(peer => new ActorCount(peer.Name, peer.Events, false))],
        ActedBy = [.. report.Impersonations.ActedBy.Select(peer => new ActorCount(peer.Name, peer.Events, false))],
        Verbs = Counts(report, EventFacet.Verb),
        Resources = Counts(report, EventFacet.Resource),
        Namespaces = Counts(report, EventFacet.Namespace),
        Objects = Counts(report, EventFacet.Name),
        Outcomes = Counts(report, EventFacet.Outcome),
        Addresses = Counts(report, EventFacet.SourceIp),
        UserAgents = Counts(report, EventFacet.UserAgent),
        RefusedResources = [.. report.Refused.Values.Select(value => new ActorCount(value.Value, value.Count, false))],
        Queries = Counts(report, EventFacet.Query),
        Before = new ActorUsual(
            report.Usual.Window.From, report.Usual.Window.To, report.Usual.Events, [.. Enumerable.Range(0, 24).Where(hour => report.Usual.HoursOfDay[hour])],
            [.. report.Usual.Addresses.Values.Select(value => new ActorCount(value.Value, value.Count, false))]),
        Coverage = coverage,
    };

    private static IReadOnlyList<ActorCount> Counts(ActorReport report, EventFacet facet) =>
        [.. report.Of(facet).Values.Select(value => new ActorCount(value.Value, value.Count, report.Usual.IsNew(facet, value.Value)))];
}

/// <summary>A value with its events, most events first; at most 100 of a list.</summary>
/// <param name="Value">The value; empty for absent.</param>
/// <param name="Events">Events with it.</param>
/// <param name="IsNew">True for an address or user agent that was not collected in the days before, where there were events to compare with.</param>
internal sealed record ActorCount(string Value, long Events, bool IsNew);

/// <summary>An event and its time.</summary>
internal sealed record ActorMoment(string Id, DateTimeOffset Time)
{
    public static ActorMoment? Of(EventRow? row) => row?.Time is { } time ? new ActorMoment(row.Id, time) : null;
}

/// <summary>What was usual.</summary>
/// <param name="From">First instant.</param>
/// <param name="To">First instant after: where the window begins.</param>
/// <param name="Events">Collected events.</param>
/// <param name="HoursOfDay">Hours of the day, UTC, that have events: 0 to 23.</param>
/// <param name="Addresses">Addresses.</param>
internal sealed record ActorUsual(DateTimeOffset From, DateTimeOffset To, long Events, IReadOnlyList<int> HoursOfDay, IReadOnlyList<ActorCount> Addresses);

/// <summary>A way of signing in.</summary>
/// <param name="EventId">The newest event that shows it.</param>
/// <param name="Events">Events among the newest 200 that show it.</param>
/// <param name="Way">nobody, iamToken, serviceAccountToken, certificate or unknown.</param>
/// <param name="Hops">The steps from the Kubernetes user to who is behind it.</param>
internal sealed record ActorSignIn(string EventId, int Events, string Way, IReadOnlyList<ActorStep> Hops)
{
    public static ActorSignIn Of(ActorFace face) =>
        new(face.Newest.Id, face.Events, Name(face.Actor.SignIn.Way), [.. face.Actor.Hops.Select(hop => new ActorStep(hop.Label, hop.Value, Name(hop.Evidence), hop.Note))]);

    private static string Name<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

/// <summary>A step.</summary>
/// <param name="Label">What it is, such as "IAM role".</param>
/// <param name="Value">The value.</param>
/// <param name="Evidence">apiServer, iam, client (chosen by the client) or unknown.</param>
/// <param name="Note">What else is known; null for nothing.</param>
internal sealed record ActorStep(string Label, string Value, string Evidence, string? Note);
