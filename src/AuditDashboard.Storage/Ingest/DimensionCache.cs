namespace AuditDashboard.Storage.Ingest;

/// <summary>Ids of committed texts, so that a batch need not ask for each again. Bounded; used by one writer at a time.</summary>
/// <remarks>Ids never change once committed, by whichever process. Texts that no event has any more may be removed, and their ids given anew: see <see cref="Follow"/>.</remarks>
internal sealed class DimensionCache
{
    /// <summary>Entries a table; past it the table starts afresh.</summary>
    private const int MaxEntries = 50_000;

    /// <summary>Longer texts (chosen by clients) are looked up each time rather than kept in memory.</summary>
    private const int MaxTextLength = 512;

    private readonly Dictionary<string, Dictionary<string, long>> _tables = new(StringComparer.Ordinal);

    private long _generation = -1;

    /// <summary>Forgets everything if texts were removed since it was last asked. First thing in a transaction.</summary>
    /// <param name="generation">What <see cref="TextGeneration.Read"/> gives inside the transaction.</param>
    public void Follow(long generation)
    {
        if (generation != _generation)
        {
            _tables.Clear();
            _generation = generation;
        }
    }

    /// <summary>Finds the id of a text.</summary>
    public bool TryGet(string table, string text, out long id)
    {
        id = 0;
        return _tables.TryGetValue(table, out var ids) && ids.TryGetValue(text, out id);
    }

    /// <summary>Adds committed ids.</summary>
    public void Add(string table, Dictionary<string, long> added)
    {
        if (!_tables.TryGetValue(table, out var ids))
        {
            _tables[table] = ids = new Dictionary<string, long>(StringComparer.Ordinal);
        }

        foreach (var (text, id) in added)
        {
            if (text.Length > MaxTextLength)
            {
                continue;
            }

            if (ids.Count >= MaxEntries)
            {
                ids.Clear();
            }

            ids[text] = id;
        }
    }
}
