using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Retention;

/// <summary>Texts that no index leads from to the events that have them: programs, resources, and the words of small sets. Removing those that no event has any more takes a scan of all events.</summary>
/// <param name="lastEvent">The greatest event number of the scan.</param>
/// <param name="unused">What no event up to it has, for each of the tables.</param>
internal sealed class SharedTexts(long lastEvent, IReadOnlyList<IReadOnlyList<long>> unused)
{
    private static readonly (string Table, string[] Columns)[] Texts =
    [
        ("user_agent", ["user_agent_id"]),
        ("resource", ["resource_id"]),
        ("word", ["verb_id", "api_group_id", "stage_id", "decision_id"]),
    ];

    private static readonly string Columns = string.Join(", ", Texts.SelectMany(t => t.Columns));

    /// <summary>Looks for what no event has: outside of a transaction that writes, so that nobody waits for the scan.</summary>
    public static SharedTexts FindUnused(SqliteConnection connection, CancellationToken cancellationToken)
    {
        using var moment = connection.BeginTransaction(deferred: true);
        var last = EventNumbers.Last(connection);
        var used = FindUsed(connection, 0, cancellationToken);
        var unused = new List<IReadOnlyList<long>>();
        for (var i = 0; i < Texts.Length; i++)
        {
            using var all = new NativeStatement(connection, $"SELECT id FROM {Texts[i].Table}");
            var ids = new List<long>();
            while (all.Step())
            {
                if (!used[i].Contains(all.Number(0)))
                {
                    ids.Add(all.Number(0));
                }
            }

            unused.Add(ids);
        }

        return new SharedTexts(last, unused);
    }

    /// <summary>Removes what was found, but for what events have that came since.</summary>
    public void Remove(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var since = FindUsed(connection, lastEvent, cancellationToken);
        var removed = 0;
        for (var i = 0; i < Texts.Length; i++)
        {
            using var delete = new PreparedStatement(connection, $"DELETE FROM {Texts[i].Table} WHERE id = @0", 1);
            foreach (var id in unused[i].Where(id => !since[i].Contains(id)))
            {
                removed += delete.Execute(id);
            }
        }

        if (removed > 0)
        {
            TextGeneration.Advance(connection);
        }
    }

    private static HashSet<long>[] FindUsed(SqliteConnection connection, long after, CancellationToken cancellationToken)
    {
        var used = Texts.Select(_ => new HashSet<long>()).ToArray();
        using var events = new NativeStatement(
            connection, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"SELECT {Columns} FROM event NOT INDEXED WHERE id > {after}"));
        while (events.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var column = 0;
            for (var i = 0; i < Texts.Length; i++)
            {
                for (var n = 0; n < Texts[i].Columns.Length; n++, column++)
                {
                    if (events.NumberOrNull(column) is { } id)
                    {
                        used[i].Add(id);
                    }
                }
            }
        }

        return used;
    }
}
