using System.Globalization;
using System.Text;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Schema;
using AuditDashboard.Storage.Sqlite;
using AuditDashboard.Storage.Text;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Events.Filtering;

/// <summary>A filter with its names and texts looked up.</summary>
internal sealed record ResolvedFilter
{
    /// <summary>SQLite's LIKE takes 50,000 bytes; a character has up to three, and one that is escaped two.</summary>
    private const int MaxPatternLength = 10_000;

    public required EventFilter Filter { get; init; }

    public long? ClusterId { get; init; }

    /// <summary>The clusters that the connection is held to where the filter names none and there is not just one; null for no such limit.</summary>
    public IReadOnlyList<long>? Limits { get; init; }

    /// <summary>Queries of which at least one must select the event; empty for any.</summary>
    public IReadOnlyList<long> QueryIds { get; init; } = [];

    public IReadOnlyList<ValueCondition> Chips { get; init; } = [];

    public SearchCondition? Search { get; init; }

    /// <summary>True if the filter names something that is not stored at all.</summary>
    public bool IsImpossible { get; init; }

    /// <summary>True if nothing but cluster, window and queries narrows it.</summary>
    public bool IsPlain => Chips.Count == 0 && Search is null && !Filter.OnlyChanges && !Filter.OnlyOtherApiGroups && !Filter.OnlyUndated;

    /// <summary>The same without the chips of one property.</summary>
    public ResolvedFilter Without(EventFacet facet) => this with
    {
        Chips = [.. Chips.Where(c => c.Facet != facet)],
        IsImpossible = IsImpossibleWith([.. Chips.Where(c => c.Facet != facet)]),
    };

    /// <summary>Looks everything up.</summary>
    public static ResolvedFilter Of(SqliteConnection connection, EventFilter filter)
    {
        var limits = filter.Cluster is null ? ScopedViews.ClusterIds(connection) : null;
        var resolved = new ResolvedFilter
        {
            Filter = filter,
            ClusterId = filter.Cluster is { } cluster ? ClusterRows.Find(connection, cluster) : limits is [var only] ? only : null,
            Limits = limits is [_] ? null : limits,
            QueryIds = IdsOf(connection, "query", "name", filter.QueryIds),
            Chips = [.. filter.Facets.Select(f => Resolve(connection, f))],
            Search = string.IsNullOrEmpty(filter.Search) ? null : Resolve(connection, filter.Search),
        };
        return resolved with { IsImpossible = resolved.IsImpossibleWith(resolved.Chips) };
    }

    /// <summary>Keeps a table that is read past its view to the clusters that the connection is held to.</summary>
    /// <param name="sql">Takes the condition; none where there is no limit.</param>
    /// <param name="table">The table's name in the statement.</param>
    public void AddLimits(SqlParts sql, string table)
    {
        if (Limits is not null)
        {
            sql.And($"{table}.cluster_id {sql.IsIn(Limits)}");
        }
    }

    private bool IsImpossibleWith(IReadOnlyList<ValueCondition> chips) =>
        (Filter.Cluster is not null && ClusterId is null)
        || Limits is { Count: 0 }
        || (Filter.QueryIds.Count > 0 && QueryIds.Count == 0)
        || (Filter.Window is { IsEmpty: true } && !Filter.OnlyUndated)
        || chips.Any(c => c.IsImpossible)
        || Search is { IsImpossible: true };

    private static ValueCondition Resolve(SqliteConnection connection, FacetFilter filter)
    {
        var values = filter.Values.Where(v => v.Length > 0).ToList();
        IEnumerable<long> numbers = filter.Facet switch
        {
            EventFacet.Kind => FacetWords.KindNumbers(filter.Values),
            EventFacet.Outcome => FacetWords.OutcomeNumbers(filter.Values),
            EventFacet.Code => values.Select(ParseCode).OfType<long>(),
            EventFacet.Query => IdsOf(connection, "query", "name", values),
            _ => IdsOf(connection, FacetColumn.Of(filter.Facet).Dimension ?? string.Empty, "text", values),
        };

        // Kind and outcome have a number for "absent" too.
        var hasAbsent = filter.Facet is not (EventFacet.Kind or EventFacet.Outcome) && values.Count < filter.Values.Count;
        return new ValueCondition(filter.Facet, [.. numbers.Distinct()], hasAbsent, filter.IsExcluded);
    }

    private static long? ParseCode(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code)
            && code.ToString(CultureInfo.InvariantCulture) == text ? code : null;

    private static List<long> IdsOf(SqliteConnection connection, string table, string column, IReadOnlyCollection<string> texts)
    {
        var ids = new List<long>();
        using var find = new PreparedStatement(connection, $"SELECT id FROM {table} WHERE {column} = @0", 1);
        foreach (var text in texts)
        {
            using var reader = find.Read(StorableText.Keep(text));
            while (reader.Read())
            {
                ids.Add(reader.GetInt64(0));
            }
        }

        return ids;
    }

    private static SearchCondition Resolve(SqliteConnection connection, string search)
    {
        // LIKE folds ASCII only, as SQLite's lower() does, and looks through a month's URIs in half the time; but it refuses very long patterns.
        var text = StorableText.Keep(search);
        var isShort = text.Length <= MaxPatternLength;
        var condition = isShort ? @"text LIKE @0 ESCAPE '\'" : "instr(lower(text), @0) > 0";
        var wanted = isShort ? $"%{Escape(text)}%" : Fold(text);
        List<long> Holding(string table)
        {
            using var find = new NativeStatement(connection, $"SELECT id FROM {table} WHERE {condition}");
            find.Bind(1, wanted);
            var ids = new List<long>();
            while (find.Step())
            {
                ids.Add(find.Number(0));
            }

            return ids;
        }

        var users = Holding("user_name");
        var addresses = Holding("address");
        (string Column, string Index, IReadOnlyList<long> Ids)[] sets =
        [
            ("e.user_id", EventIndex.User, users),
            ("e.impersonated_user_id", EventIndex.ImpersonatedUser, users),
            ("e.name_id", EventIndex.Name, Holding("object_name")),
            ("e.namespace_id", EventIndex.Namespace, Holding("namespace")),
            ("e.uri_id", EventIndex.Uri, Holding("uri")),
            ("e.address_id", EventIndex.Address, addresses),
            ("e.address_list_id", EventIndex.AddressList, addresses),
        ];
        return new SearchCondition([.. sets.Where(s => s.Ids.Count > 0)]);
    }

    /// <summary>Puts a backslash before what LIKE would take for more than itself.</summary>
    private static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text);
        for (var i = 0; i < folded.Length; i++)
        {
            if (char.IsAsciiLetterUpper(folded[i]))
            {
                folded[i] = char.ToLowerInvariant(folded[i]);
            }
        }

        return folded.ToString();
    }
}
