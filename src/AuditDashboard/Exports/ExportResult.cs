using AuditDashboard.Storage.Events;
using Microsoft.Net.Http.Headers;

namespace AuditDashboard.Exports;

/// <summary>Streams a selection as a file. It writes no faster than the client reads, and stops when the client goes.</summary>
/// <param name="list">The list.</param>
/// <param name="format">CSV, JSON or NDJSON.</param>
/// <param name="hasHeader">False leaves out what stands before and after the events.</param>
/// <param name="about">What the export is about.</param>
/// <param name="selection">The events.</param>
/// <param name="reader">Reads them.</param>
/// <param name="place">The export's place, given back at the end.</param>
/// <param name="logger">Where its end is told.</param>
/// <param name="clock">Measures.</param>
internal sealed class ExportResult(
    ExportList list, ExportFormat format, bool hasHeader, ExportAbout about, EventSelection selection, EventReader reader, IDisposable place,
    ILogger logger, TimeProvider clock) : IResult
{
    private const long FlushBytes = 64 * 1024;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var held = place;
        var response = httpContext.Response;
        response.ContentType = format.MediaType;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = ExportFileName.Of(list, format) }.ToString();
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        var started = clock.GetTimestamp();
        var token = httpContext.RequestAborted;
        var output = response.BodyWriter;
        var writer = ExportWriter.Create(format, output, hasHeader);
        try
        {
            writer.Begin(about);
            await output.FlushAsync(token);
            await foreach (var stored in reader.StreamAsync(selection, token))
            {
                writer.Write(stored);
                if (output.UnflushedBytes >= FlushBytes)
                {
                    // Waits while the client does not read; nothing of the database is held meanwhile.
                    await output.FlushAsync(token);
                }
            }

            writer.End();
            await output.FlushAsync(token);
            ExportLog.Ended(logger, list.Key, format.Key, writer.Events, clock.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            ExportLog.Cancelled(logger, list.Key, format.Key, writer.Events, about.Events);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The edge of a request whose answer has begun: only a broken connection can still say that the file is not whole.
            ExportLog.Failed(logger, exception, list.Key, format.Key, writer.Events, about.Events);
            httpContext.Abort();
        }
    }
}

/// <summary>Log messages of exports.</summary>
internal static partial class ExportLog
{
    [LoggerMessage(5101, LogLevel.Information, "Exported {List} as {Format}: {Events} events in {ElapsedMs} ms.")]
    public static partial void Ended(ILogger logger, string list, string format, long events, double elapsedMs);

    [LoggerMessage(5102, LogLevel.Information, "An export of {List} as {Format} was cancelled after {Events} of {AllEvents} events.")]
    public static partial void Cancelled(ILogger logger, string list, string format, long events, long allEvents);

    [LoggerMessage(5103, LogLevel.Error, "An export of {List} as {Format} broke off after {Events} of {AllEvents} events.")]
    public static partial void Failed(ILogger logger, Exception exception, string list, string format, long events, long allEvents);
}
