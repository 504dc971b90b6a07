using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Storage.Files;
using AuditDashboard.Storage.Ingest;
using AuditDashboard.Storage.Runs;
using Microsoft.Extensions.Logging;

namespace AuditDashboard.Harvest.Collecting;

/// <summary>Collects what is new in audit files: each slice is committed together with the position that vouches for it.</summary>
internal sealed class FileCollector(
    IFileLogSource source, RecordSorter sorter, FilePositionReader positions, RunStore runs, CrashPoints crashPoints, HarvestOptions options,
    TimeProvider clock, ILogger logger)
{
    /// <summary>What marks the part of a problem that happened once: it stands for a week, since nothing mends it.</summary>
    private const string NoticeMark = " (noticed)";

    private static readonly TimeSpan NoticeStands = TimeSpan.FromDays(7);

    /// <summary>Reads to the end of every file; a file that cannot be read does not stop the others.</summary>
    public async Task CollectAsync(RunContext run, CancellationToken cancellationToken)
    {
        var standing = await runs.GetProblemsAsync(run.Cluster, cancellationToken);
        var known = await positions.GetAllAsync(run.Cluster, cancellationToken);
        crashPoints.Pass(CrashPoint.Planned);

        var failed = new HashSet<string>(StringComparer.Ordinal);
        var works = new HashSet<string>(StringComparer.Ordinal);
        var batch = new PendingBatch();
        try
        {
            await foreach (var slice in source.ReadNewAsync(known, options.BatchEvents, cancellationToken))
            {
                if (slice.Problem is { } problem)
                {
                    var part = slice.IsNotice ? slice.Path + NoticeMark : slice.Path;
                    failed.Add(part);
                    await run.FailAsync(part, problem, [], cancellationToken);
                }
                else
                {
                    works.Add(slice.Path);
                }

                var next = Sort(run, slice);
                if (!batch.HasRoomFor(next, options.BatchEvents))
                {
                    await SendAsync();
                }

                batch.Append(next);
                await run.ReportAsync(() => $"Reading {slice.Path}.", cancellationToken);
            }
        }
        catch (LogSourceException e)
        {
            Log.PartFailed(logger, run.Cluster, e.Message, e);
            failed.Add(ProblemParts.LogSource);
            await run.FailAsync(ProblemParts.LogSource, e.Message, [], cancellationToken);
        }

        await SendAsync();
        foreach (var part in standing.Where(p => !failed.Contains(p.Part) && IsOver(p, works)).Select(p => p.Part).Distinct())
        {
            await runs.ClearProblemsAsync(run.Cluster, part, cancellationToken);
        }

        async Task SendAsync()
        {
            crashPoints.Pass(CrashPoint.BatchRead);
            await run.Pipeline.WriteAsync(batch, cancellationToken);
            batch = new PendingBatch();
        }
    }

    /// <summary>True if a problem of an earlier run stands no more: its file or configured path was read in this one.</summary>
    private bool IsOver(SourceProblem problem, HashSet<string> works) => problem.Part.EndsWith(NoticeMark, StringComparison.Ordinal)
        ? clock.GetUtcNow() - problem.LastSeenAt > NoticeStands
        : problem.Part == ProblemParts.LogSource || works.Contains(problem.Part);

    private PendingBatch Sort(RunContext run, FileSlice slice)
    {
        var counts = new SortCounts(sorter.Catalog.Queries.Count);
        var batch = new PendingBatch { BytesScanned = slice.BytesRead };
        foreach (var record in slice.Records)
        {
            sorter.Sort(record, ulong.MaxValue, batch, counts);
        }

        if (slice.Position is { } position)
        {
            batch.FilePositions.Add(position);
            batch.AddSpan(position.Fingerprint, counts.TakeSpan());
            batch.AddCallSpan(position.Fingerprint, counts.TakeCallSpan());
        }

        counts.Bytes = slice.BytesRead;
        if (counts.Records > 0)
        {
            run.Tally.Add(sorter.Catalog, counts);
        }

        return batch;
    }
}
