using System.Globalization;
using AuditDashboard.Exports;
using AuditDashboard.Shared.Text;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using Microsoft.Net.Http.Headers;

namespace AuditDashboard.Explore.Downloads;

/// <summary>Answers with a result that an open page offers, as CSV, JSON or NDJSON.</summary>
internal sealed class ResultEndpoint(ResultOffers offers, ActivityLog activity, TimeProvider clock)
{
    private const int FlushBytes = 64 * 1024;

    /// <summary>The formats.</summary>
    public static IReadOnlyList<ExportFormat> Formats { get; } = [ExportFormat.Csv, ExportFormat.Json, ExportFormat.Ndjson];

    /// <summary>Answers one request. What is absent and what is somebody else's get the same answer.</summary>
    public async Task<IResult> GetAsync(string key, HttpContext context)
    {
        var person = Person.From(context.User);
        if (offers.Find(key, person) is not { } offer)
        {
            return TypedResults.Problem("This result is not offered. A file can be had while the page that shows the result is open.", statusCode: StatusCodes.Status404NotFound);
        }

        var asked = context.Request.Query[ResultPaths.FormatKey];
        if (asked.Count != 1 || Formats.FirstOrDefault(known => known.Key == asked[0]) is not { } format)
        {
            return TypedResults.Problem($"{ResultPaths.FormatKey} has to stand once and be one of {string.Join(", ", Formats.Select(known => known.Key))}.", statusCode: StatusCodes.Status400BadRequest);
        }

        // Before the first byte: what cannot be recorded is not given out.
        var count = offer.Result.Rows.Count.ToString(CultureInfo.InvariantCulture);
        await activity.AddAsync(
            ActivityKind.Export, offer.Person, $"Exported {count} rows of a query as {format.Key}: {offer.PageUrl}", ActivityLog.AddressOf(context), context.RequestAborted);
        var now = clock.GetUtcNow();
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition =
            new ContentDispositionHeaderValue("attachment") { FileName = $"audit-query-{UtcText.Format(now, "yyyyMMdd'T'HHmmss'Z'")}.{format.Key}" }.ToString();
        context.Response.ContentType = format.MediaType;
        await WriteAsync(new ResultWriter(offer, format, now, context.Response.BodyWriter), context);
        return TypedResults.Empty;
    }

    // No faster than the client reads.
    private static async Task WriteAsync(ResultWriter writer, HttpContext context)
    {
        var output = context.Response.BodyWriter;
        try
        {
            writer.Begin();
            while (writer.WriteRow())
            {
                if (output.UnflushedBytes >= FlushBytes)
                {
                    await output.FlushAsync(context.RequestAborted);
                }
            }

            writer.End();
            await output.FlushAsync(context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went; a file without its end says that it is not whole.
        }
    }
}
