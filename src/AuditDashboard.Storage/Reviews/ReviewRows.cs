using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Reviews;

/// <summary>Reads reviews within one moment of the database.</summary>
internal static class ReviewRows
{
    private const string Columns =
        """
        SELECT id, code, title, note, about, reviewers, last_event, opened_by, is_opener_verified, opened_at, closed_by, is_closer_verified, closed_at
        """;

    /// <summary>The review of a code; null for none.</summary>
    public static Review? Find(SqliteConnection connection, string code)
    {
        using var find = new PreparedStatement(connection, $"{Columns}, sealed, signature FROM review WHERE code = @0", 1);
        using var reader = find.Read(code);
        return reader.Read() ? ToReview(reader) : null;
    }

    /// <summary>Open ones first, then the newest first; without what was signed.</summary>
    public static IReadOnlyList<Review> List(SqliteConnection connection, bool? isOpen, int limit)
    {
        var where = isOpen is null ? "" : $"WHERE closed_at IS {(isOpen.Value ? "" : "NOT ")}NULL";
        using var list = new PreparedStatement(connection, $"{Columns}, NULL, NULL FROM review {where} ORDER BY closed_at IS NOT NULL, id DESC LIMIT @0", 1);
        using var reader = list.Read(limit);
        var found = new List<Review>();
        while (reader.Read())
        {
            found.Add(ToReview(reader));
        }

        return found;
    }

    /// <summary>A review with its changes and marks.</summary>
    /// <param name="connection">Where it is read.</param>
    /// <param name="review">The review.</param>
    /// <param name="hasHeaders">False leaves out what lists show of the changes.</param>
    public static ReviewContents Contents(SqliteConnection connection, Review review, bool hasHeaders) =>
        new(review, Items(connection, review.Id, hasHeaders), Marks(connection, review.Id));

    private static List<ReviewItem> Items(SqliteConnection connection, long review, bool hasHeaders)
    {
        using var select = new PreparedStatement(
            connection,
            $"""
            SELECT id, event_id, event_row, time, record_hash, added_by, is_adder_verified, added_at, {(hasHeaders ? "header" : "x''")} FROM review_item WHERE review_id = @0
            ORDER BY time IS NULL, time DESC, event_row
            """,
            1);
        using var reader = select.Read(review);
        var items = new List<ReviewItem>();
        while (reader.Read())
        {
            items.Add(new ReviewItem(
                reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : TimeWindow.FromMicrosSinceEpoch(reader.GetInt64(3)),
                reader.GetFieldValue<byte[]>(8), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(4)), new Reviewer(reader.GetString(5), reader.GetBoolean(6)), TimeWindow.FromMicrosSinceEpoch(reader.GetInt64(7))));
        }

        return items;
    }

    private static List<ReviewMark> Marks(SqliteConnection connection, long review)
    {
        using var select = new PreparedStatement(
            connection,
            """
            SELECT m.id, m.item_id, m.decision, m.ticket, m.comment, m."by", m.is_verified, m.at
            FROM review_mark m JOIN review_item i ON i.id = m.item_id WHERE i.review_id = @0 ORDER BY m.id
            """,
            1);
        using var reader = select.Read(review);
        var marks = new List<ReviewMark>();
        while (reader.Read())
        {
            marks.Add(new ReviewMark(
                reader.GetInt64(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : (ReviewDecision)reader.GetInt32(2), reader.GetString(3), reader.GetString(4),
                new Reviewer(reader.GetString(5), reader.GetBoolean(6)), TimeWindow.FromMicrosSinceEpoch(reader.GetInt64(7))));
        }

        return marks;
    }

    private static Review ToReview(SqliteDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Code = reader.GetString(1),
        Title = reader.GetString(2),
        Note = reader.GetString(3),
        About = reader.GetFieldValue<byte[]>(4),
        Reviewers = reader.GetInt32(5),
        LastEvent = reader.GetInt64(6),
        OpenedBy = new Reviewer(reader.GetString(7), reader.GetBoolean(8)),
        OpenedAt = TimeWindow.FromMicrosSinceEpoch(reader.GetInt64(9)),
        ClosedBy = reader.IsDBNull(10) ? null : new Reviewer(reader.GetString(10), reader.GetBoolean(11)),
        ClosedAt = reader.IsDBNull(12) ? null : TimeWindow.FromMicrosSinceEpoch(reader.GetInt64(12)),
        Sealed = Bytes(reader, 13),
        Signature = Bytes(reader, 14),
    };

    private static ReadOnlyMemory<byte>? Bytes(SqliteDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
        {
            return null; // not by ?:, which would take a missing array for an empty one
        }

        return reader.GetFieldValue<byte[]>(column);
    }
}
