using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AuditDashboard.Api;
using AuditDashboard.Exports.Tables;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Exports;

/// <summary>One document, an event a line: <c>{"export": {…}, "items": […], "end": {"events": 2}}</c>. Items are those of the API.</summary>
internal sealed class JsonExportWriter(IBufferWriter<byte> output) : ExportWriter(output)
{
    /// <inheritdoc/>
    public override void Begin(ExportAbout about)
    {
        Output.Write("{\"export\":"u8);
        ExportJson.Write(Output, about, ExportJson.About);
        Output.Write(",\"items\":["u8);
    }

    /// <inheritdoc/>
    public override void End()
    {
        Output.Write("\n],\"end\":"u8);
        ExportJson.Write(Output, new ExportEnd(Events), ExportJson.End);
        Output.Write("}\n"u8);
    }

    /// <inheritdoc/>
    protected override void WriteEvent(StoredEvent stored)
    {
        Output.Write(Events == 0 ? "\n"u8 : ",\n"u8);
        ExportJson.Write(Output, ApiItems.Of(stored), ExportJson.Item);
    }
}

/// <summary>One JSON document a line: <c>{"export": {…}}</c>, the API's items, <c>{"end": {"events": 2}}</c>.</summary>
internal sealed class NdjsonExportWriter(IBufferWriter<byte> output, bool hasHeader) : ExportWriter(output)
{
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <inheritdoc/>
    public override void Begin(ExportAbout about)
    {
        if (hasHeader)
        {
            WriteNamed("{\"export\":"u8, about, ExportJson.About);
        }
    }

    /// <inheritdoc/>
    public override void End()
    {
        if (hasHeader)
        {
            WriteNamed("{\"end\":"u8, new ExportEnd(Events), ExportJson.End);
        }
    }

    /// <inheritdoc/>
    protected override void WriteEvent(StoredEvent stored)
    {
        _line.ResetWrittenCount();
        ExportJson.Write(_line, ApiItems.Of(stored), ExportJson.Item);
        Output.PutLine(_line.WrittenSpan);
    }

    private void WriteNamed<T>(ReadOnlySpan<byte> start, T value, JsonTypeInfo<T> type)
    {
        Output.Write(start);
        ExportJson.Write(Output, value, type);
        Output.Write("}\n"u8);
    }
}

/// <summary>How the parts of exports are written: as the API writes its answers.</summary>
internal static class ExportJson
{
    private static readonly JsonSerializerOptions Options = MakeOptions();

    /// <summary>What an export is about.</summary>
    public static JsonTypeInfo<ExportAbout> About { get; } = (JsonTypeInfo<ExportAbout>)Options.GetTypeInfo(typeof(ExportAbout));

    /// <summary>An event.</summary>
    public static JsonTypeInfo<EventItem> Item { get; } = (JsonTypeInfo<EventItem>)Options.GetTypeInfo(typeof(EventItem));

    /// <summary>The end of an export.</summary>
    public static JsonTypeInfo<ExportEnd> End { get; } = (JsonTypeInfo<ExportEnd>)Options.GetTypeInfo(typeof(ExportEnd));

    /// <summary>What an export of rows that are not events is about.</summary>
    public static JsonTypeInfo<TableAbout> TableAbout { get; } = (JsonTypeInfo<TableAbout>)TypeOf(typeof(TableAbout));

    /// <summary>The end of such an export.</summary>
    public static JsonTypeInfo<TableEnd> TableEnd { get; } = (JsonTypeInfo<TableEnd>)TypeOf(typeof(TableEnd));

    /// <summary>A type that the API writes.</summary>
    public static JsonTypeInfo TypeOf(Type type) => Options.GetTypeInfo(type);

    /// <summary>Writes one value.</summary>
    public static void Write<T>(IBufferWriter<byte> output, T value, JsonTypeInfo<T> type)
    {
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, value, type);
    }

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(ApiJson.Default.Options) { TypeInfoResolver = ApiJson.Default };
        options.Converters.Add(new UtcTimeConverter());
        options.MakeReadOnly();
        return options;
    }
}
