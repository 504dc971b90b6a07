using System.Text.Json.Serialization.Metadata;

namespace AuditDashboard.Exports.Tables;

/// <summary>The rows of a list.</summary>
/// <param name="Type">Their type, as the API writes it.</param>
/// <param name="Count">How many; null where only the end tells.</param>
/// <param name="Items">The rows, read while they are written.</param>
internal sealed record TableRows(JsonTypeInfo Type, long? Count, IAsyncEnumerable<object> Items)
{
    /// <summary>Rows that are in memory.</summary>
    public static TableRows Of<T>(IReadOnlyCollection<T> rows)
        where T : class => Of(rows, row => row);

    /// <summary>Rows made out of what is in memory, each as it is written.</summary>
    public static TableRows Of<TFrom, T>(IReadOnlyCollection<TFrom> rows, Func<TFrom, T> make)
        where T : class => Of(rows.ToAsyncEnumerable().Select(make), rows.Count);

    /// <summary>Rows that are read while they are written.</summary>
    public static TableRows Of<T>(IAsyncEnumerable<T> rows, long? count)
        where T : class => new(ExportJson.TypeOf(typeof(T)), count, rows);
}
