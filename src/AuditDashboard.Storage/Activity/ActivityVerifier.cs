using System.Globalization;
using AuditDashboard.Storage.Ingest;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Storage.Activity;

/// <summary>Follows the chain of the tool's own audit from the oldest entry that is kept to the newest.</summary>
internal sealed class ActivityVerifier(ActivitySeal seal)
{
    private const int MaxSentences = 20;

    private readonly List<string> _broken = [];
    private long _more;

    /// <summary>Reads every entry.</summary>
    /// <param name="connection">A connection for reading.</param>
    /// <param name="head">What the file beside the database says was written last; null if it says nothing.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public ActivityVerdict Verify(SqliteConnection connection, (long Id, byte[] Hash)? head, CancellationToken cancellationToken)
    {
        // What was removed for its age ends with this hash; the entry that says so is in the chain itself.
        var previous = AnchorOf(connection) ?? ActivitySeal.Start;
        using var select = new PreparedStatement(connection, "SELECT id, time, kind, actor, text, address, anchor, hash FROM activity ORDER BY id", 0);
        using var rows = select.Read();
        var (count, unsealed, first, oldest, last, known) = (0L, 0L, (long?)null, (long?)null, 0L, (byte[]?)null);
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = new SealedRow(
                rows.GetInt64(0), rows.GetInt64(1), rows.GetInt32(2), rows.GetString(3), rows.GetString(4), rows.IsDBNull(5) ? null : rows.GetString(5), rows.IsDBNull(6) ? null : rows.GetFieldValue<byte[]>(6));
            last = row.Id;
            oldest ??= row.Id;
            if (rows.IsDBNull(7))
            {
                if (first is null)
                {
                    unsealed++;
                }
                else
                {
                    Say(row, "is not sealed, among entries that are");
                }

                continue;
            }

            var hash = rows.GetFieldValue<byte[]>(7);
            known = head?.Id == row.Id ? hash : known;
            first ??= row.Time;
            count++;
            if (!seal.HashOf(previous, row).AsSpan().SequenceEqual(hash))
            {
                Say(row, "was changed, or entries before it were changed, removed or added");
            }

            previous = hash;
        }

        // What was written last may have been removed for its age since.
        if (head is null || head.Value.Id >= (oldest ?? 0))
        {
            CheckHead(head, known, last);
        }

        return new ActivityVerdict(count, unsealed, first is { } since ? TimeWindow.FromMicrosSinceEpoch(since) : null, _broken, _more);
    }

    private static byte[]? AnchorOf(SqliteConnection connection)
    {
        using var select = new PreparedStatement(connection, "SELECT anchor FROM activity WHERE anchor IS NOT NULL ORDER BY id DESC LIMIT 1", 0);
        using var rows = select.Read();
        return rows.Read() ? rows.GetFieldValue<byte[]>(0) : null;
    }

    private void CheckHead((long Id, byte[] Hash)? head, byte[]? known, long last)
    {
        if (head is { } written && (known is null || !known.AsSpan().SequenceEqual(written.Hash)))
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"Entry {written.Id} was written and is not there: the log ends with entry {last}, or another stands in its place. Entries were removed from its end, or an older copy of the database was put in place."));
        }
    }

    private void Say(SealedRow row, string what) =>
        Say(string.Create(CultureInfo.InvariantCulture, $"Entry {row.Id} of {TimeWindow.FromMicrosSinceEpoch(row.Time):yyyy-MM-dd HH:mm:ss} UTC {what}."));

    private void Say(string sentence)
    {
        if (_broken.Count < MaxSentences)
        {
            _broken.Add(sentence);
        }
        else
        {
            _more++;
        }
    }
}
