using AuditDashboard.Api;
using AuditDashboard.Queries;

namespace AuditDashboard.Exports;

/// <summary>What an export holds: stands before the events, so that a file tells by itself what it is about and what is missing.</summary>
/// <param name="List">The page whose list it is: changes, events, secrets, anonymous or aws-auth.</param>
/// <param name="Page">The page's address, without host.</param>
/// <param name="ExportedAt">When the events were chosen: later ones are not in it.</param>
/// <param name="Cluster">The cluster; null for all.</param>
/// <param name="From">First instant of the window; null where the list is of undated events.</param>
/// <param name="To">First instant after it; null where the list is of undated events.</param>
/// <param name="Undated">True if the list is of the events without any time, which lie in no window.</param>
/// <param name="Contents">What the page is about, in words.</param>
/// <param name="Filters">What narrows the list, all of it.</param>
/// <param name="Search">The text searched for; null for none.</param>
/// <param name="Queries">The canned queries by which the events were collected.</param>
/// <param name="Events">How many events the export holds.</param>
/// <param name="Records">That the records are not the log's own bytes.</param>
/// <param name="Coverage">What of the window is collected, the worst of the queries at each moment; none for undated events.</param>
internal sealed record ExportAbout(
    string List,
    string Page,
    DateTimeOffset ExportedAt,
    string? Cluster,
    DateTimeOffset? From,
    DateTimeOffset? To,
    bool Undated,
    string Contents,
    IReadOnlyList<ExportFilter> Filters,
    string? Search,
    IReadOnlyList<ExportQuery> Queries,
    long Events,
    string Records,
    IReadOnlyList<CoverageItem> Coverage)
{
    /// <summary>What the records are.</summary>
    public const string Redacted = "Events are the stored, redacted records: secrets are taken out, the rest is as the source gave it.";
}

/// <summary>A property that must, or must not, have one of these values.</summary>
/// <param name="Property">The property's name in URLs.</param>
/// <param name="Excluded">True if it must not.</param>
/// <param name="Values">The values; the empty text stands for absent.</param>
internal sealed record ExportFilter(string Property, bool Excluded, IReadOnlyList<string> Values);

/// <summary>A canned query of the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Selection">What it selects.</param>
/// <param name="SelectionHash">SHA-256 of the selection's canonical text, hex: what coverage vouches for.</param>
internal sealed record ExportQuery(string Id, string Title, string Selection, string SelectionHash)
{
    /// <summary>Of a query of the catalog.</summary>
    public static ExportQuery Of(CannedQuery query) => new(query.Id, query.Title, query.SelectionText, query.SelectionHash);
}

/// <summary>Stands after the events: an export without it was cut off.</summary>
/// <param name="Events">Events written.</param>
internal sealed record ExportEnd(long Events);
