using AuditDashboard.Api;
using AuditDashboard.Exports;
using AuditDashboard.Packets;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;

namespace AuditDashboard.Sharing.Packets;

/// <summary><c>/api/v1/snapshots/{code}/packet</c>: the evidence packet of a snapshot, made anew each time and streamed.</summary>
internal sealed class SnapshotPacketEndpoint(SnapshotReader reader, SnapshotPacketMaker packets, ExportGate gate, ActivityLog activity, TimeProvider clock)
{
    /// <summary>Answers.</summary>
    public async Task<IResult> GetAsync(string code, HttpContext context)
    {
        var query = new ApiQuery(context.Request.Query, [], clock.GetUtcNow());
        if (query.Errors.Count > 0)
        {
            return ApiEndpoints.Refuse(query);
        }

        if (gate.TryEnter() is not { } place)
        {
            context.Response.Headers.RetryAfter = "30";
            return TypedResults.Problem($"{ExportGate.Limit} exports are running. Try again when one of them has ended.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        context.Response.RegisterForDispose(place); // at the end of the answer, however it ends
        try
        {
            if (await reader.FindAsync(code, context.RequestAborted) is not { } snapshot)
            {
                return TypedResults.Problem("There is no snapshot of this code: it was revoked, has expired, or never was.", statusCode: StatusCodes.Status404NotFound);
            }

            return await SendAsync(snapshot, context);
        }
        catch (StorageException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: StatusCodes.Status409Conflict);
        }
    }

    private async Task<IResult> SendAsync(FrozenSnapshot snapshot, HttpContext context)
    {
        var person = Person.From(context.User)?.Name ?? ActivityLog.Nobody;
        var files = await packets.MakeAsync(snapshot, person, context.RequestAborted);
        if (HttpMethods.IsGet(context.Request.Method))
        {
            // Before the first byte: what cannot be recorded is not given out.
            await activity.AddAsync(
                ActivityKind.Export, person, $"Exported the packet of the snapshot {snapshot.Manifest.Code} \"{snapshot.Manifest.Title}\".", ActivityLog.AddressOf(context), context.RequestAborted);
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = PacketArchive.LengthOf(files); // what is cut off is seen to be
        return TypedResults.Stream(output => PacketArchive.WriteAsync(files, output, context.RequestAborted), "application/zip", $"snapshot-{snapshot.Manifest.Code}.zip");
    }
}
