using System.Globalization;
using AuditDashboard.Shared.Urls;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>State of a snapshot's page, in its address.</summary>
public sealed record SnapshotPageState
{
    /// <summary>Number of the page of events, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Id of the event whose record is shown; null for none.</summary>
    public string? Selected { get; init; }

    /// <summary>The page's address.</summary>
    public string ToUrl(string code)
    {
        var pairs = new List<KeyValuePair<string, string?>>();
        if (Page > 1)
        {
            pairs.Add(new("page", Page.ToString(CultureInfo.InvariantCulture)));
        }

        if (Selected is not null)
        {
            pairs.Add(new("sel", Selected));
        }

        return SharePaths.Snapshot(code) + QueryString.Create(pairs);
    }

    /// <summary>Reads an address; what cannot be read falls back to the first page and no selection.</summary>
    public static SnapshotPageState Read(PageQuery query) => new()
    {
        Page = int.TryParse(query.Take("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page >= 1 ? page : 1,
        Selected = query.Take("sel"),
    };
}
