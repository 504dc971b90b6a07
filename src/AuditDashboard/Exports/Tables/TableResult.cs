using Microsoft.Net.Http.Headers;

namespace AuditDashboard.Exports.Tables;

/// <summary>Streams a list as a file. It writes no faster than the client reads, and stops when the client goes.</summary>
/// <param name="list">The list's name.</param>
/// <param name="table">The list.</param>
/// <param name="about">What stands before its rows.</param>
/// <param name="format">CSV, JSON or NDJSON.</param>
/// <param name="hasHeader">False leaves out what stands before and after the rows.</param>
/// <param name="place">The export's place, given back at the end.</param>
/// <param name="logger">Where its end is told.</param>
/// <param name="clock">Measures.</param>
internal sealed class TableResult(string list, Table table, TableAbout about, ExportFormat format, bool hasHeader, IDisposable place, ILogger logger, TimeProvider clock) : IResult
{
    private const long FlushBytes = 64 * 1024;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var held = place;
        var response = httpContext.Response;
        response.ContentType = format.MediaType;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = ExportFileName.Of(list, table, about.ExportedAt, format) }.ToString();
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        var started = clock.GetTimestamp();
        var token = httpContext.RequestAborted;
        var output = response.BodyWriter;
        var writer = new TableWriter(table, about, format, hasHeader, output);
        try
        {
            writer.Begin();
            await output.FlushAsync(token);
            await foreach (var row in table.Rows.Items.WithCancellation(token))
            {
                writer.Write(row);
                if (output.UnflushedBytes >= FlushBytes)
                {
                    await output.FlushAsync(token);
                }
            }

            writer.End();
            await output.FlushAsync(token);
            TableLog.Ended(logger, list, format.Key, writer.Rows, clock.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            TableLog.Cancelled(logger, list, format.Key, writer.Rows);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The edge of a request whose answer has begun: only a broken connection can still say that the file is not whole.
            TableLog.Failed(logger, exception, list, format.Key, writer.Rows);
            httpContext.Abort();
        }
    }
}

/// <summary>Log messages of exported lists.</summary>
internal static partial class TableLog
{
    [LoggerMessage(5111, LogLevel.Information, "Exported {List} as {Format}: {Rows} rows in {ElapsedMs} ms.")]
    public static partial void Ended(ILogger logger, string list, string format, long rows, double elapsedMs);

    [LoggerMessage(5112, LogLevel.Information, "An export of {List} as {Format} was cancelled after {Rows} rows.")]
    public static partial void Cancelled(ILogger logger, string list, string format, long rows);

    [LoggerMessage(5113, LogLevel.Error, "An export of {List} as {Format} broke off after {Rows} rows.")]
    public static partial void Failed(ILogger logger, Exception exception, string list, string format, long rows);
}
