using System.Globalization;
using System.Text;
using AuditDashboard.LocalCloudWatch.Logs;
using AuditDashboard.LocalCloudWatch.Protocol;

namespace AuditDashboard.LocalCloudWatch.Operations;

/// <summary>A place between events, by time and order of writing: events that become visible meanwhile shift no page.</summary>
/// <param name="TimestampMs">Time of the event at the place.</param>
/// <param name="Id">Its id; 0 lies before all events of its time.</param>
internal readonly record struct EventToken(long TimestampMs, long Id)
{
    /// <summary>The place of an event.</summary>
    public static EventToken Of(StoredEvent stored) => new(stored.TimestampMs, stored.Id);

    /// <summary>The place before all events of a time.</summary>
    public static EventToken Before(long ms) => new(ms, 0);

    /// <summary>True if an event lies behind this place.</summary>
    public bool IsBefore(StoredEvent stored) => stored.TimestampMs > TimestampMs || (stored.TimestampMs == TimestampMs && stored.Id > Id);

    /// <summary>True if an event lies at this place.</summary>
    public bool IsAt(StoredEvent stored) => stored.TimestampMs == TimestampMs && stored.Id == Id;

    /// <summary>The token that a client gets.</summary>
    /// <param name="kind">What it is for.</param>
    /// <param name="issuedMs">When it was made, milliseconds since 1970; 0 for one that stays valid.</param>
    public string ToText(char kind, long issuedMs) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}|{TimestampMs}|{Id}|{issuedMs}")));

    /// <summary>Reads a token.</summary>
    /// <exception cref="ServiceErrorException">It is none of this kind, or too old.</exception>
    public static EventToken Parse(string text, char kind, long nowMs, long lifeMs)
    {
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out var count)
            && Encoding.UTF8.GetString(bytes, 0, count).Split('|') is [[var found], var ms, var id, var issued] && found == kind
            && long.TryParse(ms, CultureInfo.InvariantCulture, out var time) && long.TryParse(id, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(issued, CultureInfo.InvariantCulture, out var at) && (at == 0 || nowMs - at <= lifeMs))
        {
            return new EventToken(time, number);
        }

        throw ServiceErrorException.Parameter("The specified nextToken is invalid.");
    }
}
