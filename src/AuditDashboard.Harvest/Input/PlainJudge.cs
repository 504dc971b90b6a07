using AuditDashboard.Harvest.Input.Indexing;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Harvest.Input;

/// <summary>Recognises plain events ahead of their turn and says which of them have to be shown. Each thread has its own. Not safe for several threads.</summary>
public abstract class PlainJudge
{
    /// <summary>Makes a judge.</summary>
    /// <param name="events">Recognises the events.</param>
    protected PlainJudge(PlainEvents events) => Events = events;

    /// <summary>Recognises the events.</summary>
    protected internal PlainEvents Events { get; }

    /// <summary>Reads blocks for an index.</summary>
    internal BlockSummariser Summariser => field ??= new BlockSummariser();

    /// <summary>True to keep the event that <see cref="Events"/> took last.</summary>
    /// <param name="message">The event.</param>
    /// <param name="fields">Where its fields may be kept for later.</param>
    /// <param name="record">Takes what is found out.</param>
    public abstract bool Keep(ReadOnlyMemory<byte> message, FieldStore fields, ref PlainRecord record);
}

/// <summary>Is shown what plain events the judges kept, in the order of the input, between the records that are shown as <see cref="RecordView"/>.</summary>
public interface IPlainSink
{
    /// <summary>Events were read, those that are shown next among them.</summary>
    /// <param name="records">How many.</param>
    /// <param name="bytes">Bytes of their messages.</param>
    void Count(long records, long bytes);

    /// <summary>Takes an event that was kept.</summary>
    /// <param name="message">The event; its bytes are valid during the call only.</param>
    /// <param name="record">What the judge found out.</param>
    /// <param name="fields">Where the judge kept its fields.</param>
    void Take(ReadOnlyMemory<byte> message, in PlainRecord record, FieldStore fields);
}
