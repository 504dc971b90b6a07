using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace AuditDashboard.LocalCloudWatch.Logs;

/// <summary>All log groups of the server. Safe for several threads; tests may write to it past the protocol.</summary>
public sealed class LogStore(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, LogGroup> _groups = new(StringComparer.Ordinal);
    private long _lastId;

    /// <summary>Now, milliseconds since 1970.</summary>
    public long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The log groups, by name.</summary>
    public IReadOnlyList<LogGroup> Groups
    {
        get
        {
            lock (_lock)
            {
                return [.. _groups.Values];
            }
        }
    }

    /// <summary>Finds a log group.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out LogGroup? group)
    {
        lock (_lock)
        {
            return _groups.TryGetValue(name, out group);
        }
    }

    /// <summary>Adds a log group; false if there is one of its name.</summary>
    public bool TryAdd(LogGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        lock (_lock)
        {
            return _groups.TryAdd(group.Name, group);
        }
    }

    /// <summary>The log group of a name, made if it is new.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="creationMs">When a new one counts as made, milliseconds since 1970; null for now.</param>
    public LogGroup GetOrAdd(string name, long? creationMs = null)
    {
        lock (_lock)
        {
            if (!_groups.TryGetValue(name, out var group))
            {
                _groups.Add(name, group = new LogGroup(name, creationMs ?? NowMs));
            }

            return group;
        }
    }

    /// <summary>Writes an event.</summary>
    /// <param name="group">The log group; made if it is new.</param>
    /// <param name="stream">The stream; made if it is new.</param>
    /// <param name="timestampMs">When it happened, milliseconds since 1970.</param>
    /// <param name="message">The message in UTF-8.</param>
    /// <param name="visibleAtMs">From when on it is seen, milliseconds since 1970; null for now.</param>
    /// <param name="ingestionMs">When the service received it, milliseconds since 1970; null for when it becomes visible.</param>
    public StoredEvent Add(
        string group, string stream, long timestampMs, ReadOnlyMemory<byte> message, long? visibleAtMs = null, long? ingestionMs = null)
    {
        var to = GetOrAdd(group);
        to.TryAddStream(stream, NowMs);
        var visible = visibleAtMs ?? NowMs;
        var added = new StoredEvent(Interlocked.Increment(ref _lastId), timestampMs, stream, message, ingestionMs ?? visible, visible);
        to.Add(added);
        return added;
    }

    /// <summary>What <c>@ptr</c> says of an event.</summary>
    public static string PointerTo(LogGroup group, StoredEvent stored)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(stored);
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{stored.Id}|{stored.TimestampMs}|{group.Name}")));
    }

    /// <summary>Finds the event that <c>@ptr</c> speaks of.</summary>
    public bool TryFind(string pointer, [NotNullWhen(true)] out LogGroup? group, [NotNullWhen(true)] out StoredEvent? stored)
    {
        group = null;
        stored = null;
        var bytes = new byte[pointer.Length];
        if (!Convert.TryFromBase64String(pointer, bytes, out var count)
            || Encoding.UTF8.GetString(bytes, 0, count).Split('|', 3) is not [var id, var ms, var name]
            || !long.TryParse(id, CultureInfo.InvariantCulture, out var number) || !long.TryParse(ms, CultureInfo.InvariantCulture, out var time)
            || !TryGet(name, out group))
        {
            return false;
        }

        stored = group.Visible(time, time, NowMs).FirstOrDefault(e => e.Id == number);
        return stored is not null;
    }
}
