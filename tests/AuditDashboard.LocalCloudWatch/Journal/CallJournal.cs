using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuditDashboard.LocalCloudWatch.Journal;

/// <summary>Every call that a server was asked, whatever became of it. Safe for several threads.</summary>
public sealed class CallJournal : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<JournalEntry> _entries = [];
    private StreamWriter? _file;

    /// <summary>The calls so far, in the order in which they were answered.</summary>
    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>The calls of one operation.</summary>
    public IReadOnlyList<JournalEntry> Of(string operation) => [.. Entries.Where(e => e.Operation == operation)];

    /// <summary>Writes every further call to a file as well, one JSON object a line.</summary>
    public void WriteTo(string path)
    {
        lock (_lock)
        {
            _file?.Dispose();
            _file = new StreamWriter(path, append: true) { AutoFlush = true };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    internal void Add(JournalEntry entry)
    {
        lock (_lock)
        {
            var numbered = entry with { Number = _entries.Count + 1 };
            _entries.Add(numbered);
            _file?.WriteLine(JsonSerializer.Serialize(numbered, JournalJson.Default.JournalEntry));
        }
    }
}

/// <summary>Writes entries.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJson : JsonSerializerContext;
