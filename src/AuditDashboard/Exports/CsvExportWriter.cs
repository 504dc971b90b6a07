using System.Buffers;
using System.Globalization;
using AuditDashboard.Api;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Exports;

/// <summary>
/// RFC 4180 with one line an event: what the export is about in lines that begin with <c>#</c>, the names of the columns, the events, a last line with <c># end</c>.
/// No value spans lines, no control character and no formula is in it; JSON keeps values as they are.
/// </summary>
internal sealed class CsvExportWriter(IBufferWriter<byte> output, bool hasHeader) : ExportWriter(output)
{
    /// <inheritdoc/>
    public override void Begin(ExportAbout about)
    {
        if (hasHeader)
        {
            WriteAbout(about);
        }

        WriteLine([.. ExportColumns.All.Select(column => column.Name)]);
    }

    /// <inheritdoc/>
    public override void End()
    {
        if (hasHeader)
        {
            WriteLine("# end", Number(Events));
        }
    }

    /// <inheritdoc/>
    protected override void WriteEvent(StoredEvent stored)
    {
        var item = ApiItems.Of(stored);
        WriteLine([.. ExportColumns.All.Select(column => column.Value(item))]);
    }

    private void WriteAbout(ExportAbout about)
    {
        WriteLine("# export", about.List);
        WriteLine("# page", about.Page);
        WriteLine("# exported at", ExportColumns.Instant(about.ExportedAt));
        WriteLine("# cluster", about.Cluster ?? "all clusters");
        WriteLine("# window", about is { From: { } from, To: { } to } ? ExportColumns.Stretch(from, to) : "undated events: they lie in no window");
        WriteLine("# contents", about.Contents);
        foreach (var filter in about.Filters)
        {
            WriteLine([filter.Excluded ? "# filter, is not" : "# filter, is", filter.Property, .. filter.Values.Select(value => value.Length == 0 ? "(none)" : value)]);
        }

        if (about.Search is { } search)
        {
            WriteLine("# search", search);
        }

        foreach (var query in about.Queries)
        {
            WriteLine("# query", query.Id, query.Selection);
        }

        foreach (var stretch in about.Coverage)
        {
            WriteLine("# coverage", stretch.Cluster, ExportColumns.Stretch(stretch.From, stretch.To), stretch.State, stretch.Reason ?? "");
        }

        WriteLine("# events", Number(about.Events));
        WriteLine("# records", about.Records + " This form leaves the records out; JSON and NDJSON hold them.");
        WriteLine("# values", ExportColumns.Defused);
    }

    private void WriteLine(params ReadOnlySpan<string?> values) => CsvLine.Write(Output, values);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
