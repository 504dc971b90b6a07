using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Retention;

/// <summary>Takes events out within one transaction, with all that was derived from them: matches, bodies, minute bins, and texts that no other event has.</summary>
internal sealed class EventRemoval : IDisposable
{
    /// <summary>Texts that grow with events, and the columns of <c>event</c> that name them. Each column leads an index; for what has none see <see cref="SharedTexts"/>.</summary>
    private static readonly (string Table, (string Column, string Index)[] Uses)[] Texts =
    [
        ("audit_id", [("audit_id_id", "ix_event_audit_id")]),
        ("object_name", [("name_id", "ix_event_name")]),
        ("uri", [("uri_id", "ix_event_uri")]),
        ("namespace", [("namespace_id", "ix_event_namespace")]),
        ("user_name", [("user_id", "ix_event_user"), ("impersonated_user_id", "ix_event_impersonated_user")]),
        ("address", [("address_id", "ix_event_address"), ("address_list_id", "ix_event_address_list")]),
    ];

    private static readonly string Columns = string.Join(", ", Texts.SelectMany(t => t.Uses).Select(u => u.Column));

    private readonly SqliteConnection _connection;
    private readonly CrashPoints _crashPoints;
    private readonly long _clusterId;
    private readonly MinuteBins _bins = new();
    private readonly HashSet<long>[] _texts = [.. Texts.Select(_ => new HashSet<long>())];
    private readonly PreparedStatement _find;
    private readonly PreparedStatement _matches;
    private readonly PreparedStatement _delete;

    public EventRemoval(SqliteConnection connection, CrashPoints crashPoints, long clusterId)
    {
        _connection = connection;
        _crashPoints = crashPoints;
        _clusterId = clusterId;
        _find = new PreparedStatement(connection, $"SELECT time, stack_query_id, {Columns} FROM event WHERE id = @0", 1);
        _matches = new PreparedStatement(connection, "SELECT query_id FROM event_match WHERE event_id = @0", 1);
        _delete = new PreparedStatement(connection, "DELETE FROM event WHERE id = @0", 1);
    }

    /// <summary>Removes events of the cluster and all that hangs on them.</summary>
    public void Remove(IReadOnlyList<long> ids)
    {
        EventNumbers.Keep(_connection);
        foreach (var id in ids)
        {
            Remove(id);
        }

        _crashPoints.Pass(CrashPoint.EventsRemoved);
        _bins.Write(_connection, _clusterId);
        _crashPoints.Pass(CrashPoint.BinsReduced);
        if (RemoveTexts() > 0)
        {
            TextGeneration.Advance(_connection);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _find.Dispose();
        _matches.Dispose();
        _delete.Dispose();
    }

    private void Remove(long id)
    {
        long? time;
        using (var reader = _find.Read(id))
        {
            if (!reader.Read())
            {
                return;
            }

            time = reader.IsDBNull(0) ? null : reader.GetInt64(0);
            _bins.AddToStack(reader.GetInt64(1), time, -1);
            var column = 2;
            for (var table = 0; table < Texts.Length; table++)
            {
                for (var use = 0; use < Texts[table].Uses.Length; use++, column++)
                {
                    if (!reader.IsDBNull(column))
                    {
                        _texts[table].Add(reader.GetInt64(column));
                    }
                }
            }
        }

        using (var reader = _matches.Read(id))
        {
            while (reader.Read())
            {
                _bins.AddMatch(reader.GetInt64(0), time, -1);
            }
        }

        // Its body and its matches go with it.
        _delete.Execute(id);
    }

    private int RemoveTexts()
    {
        var removed = 0;
        for (var i = 0; i < Texts.Length; i++)
        {
            var (table, uses) = Texts[i];
            var unused = string.Join(" AND ", uses.Select(u => $"NOT EXISTS (SELECT 1 FROM event INDEXED BY {u.Index} WHERE {u.Column} = @0)"));
            using var delete = new PreparedStatement(_connection, $"DELETE FROM {table} WHERE id = @0 AND {unused}", 1);
            foreach (var id in _texts[i])
            {
                removed += delete.Execute(id);
            }
        }

        return removed;
    }
}
