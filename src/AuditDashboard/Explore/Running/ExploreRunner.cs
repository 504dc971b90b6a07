using System.Runtime.CompilerServices;
using AuditDashboard.Harvest.Clusters;
using AuditDashboard.Harvest.Input;
using AuditDashboard.LogsInsights;
using AuditDashboard.Queries;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Explore.Running;

/// <summary>Runs queries that readers write, within bounds, over collected events, over the files of configured clusters, or on CloudWatch. Singleton.</summary>
public sealed class ExploreRunner : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly EventReader _events;
    private readonly ScopeCoverageReader _coverage;
    private readonly FileRecords _files;
    private readonly CloudWatchRuns _cloudWatch;
    private readonly ExploreOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<ExploreRunner> _logger;
    private readonly SemaphoreSlim _turns;

    /// <summary>Makes a runner.</summary>
    public ExploreRunner(
        EventReader events, ScopeCoverageReader coverage, FileRecords files, CloudWatchRuns cloudWatch, ExploreOptions options, TimeProvider clock, ILogger<ExploreRunner> logger)
    {
        _events = events;
        _coverage = coverage;
        _files = files;
        _cloudWatch = cloudWatch;
        _options = options;
        _clock = clock;
        _logger = logger;
        _turns = new SemaphoreSlim(options.ConcurrentRuns, options.ConcurrentRuns);
    }

    /// <summary>Compiles a text as a run does, for errors and notes while it is typed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What it is to be run over: the notes differ.</param>
    /// <returns>The error alone, or the notes; in order of position.</returns>
    public IReadOnlyList<QueryDiagnostic> Check(string text, ExploreSource source = ExploreSource.Collected) =>
        InsightsQuery.TryCompile(text, OptionsFor(null, source), out var query, out var error) ? query.Notes : [error];

    /// <summary>Names of the clusters in scope whose settings name files.</summary>
    /// <param name="cluster">Name of the cluster; null for all.</param>
    public IReadOnlyList<string> FileClusters(string? cluster) => [.. _files.Clusters(cluster).Select(c => c.Name)];

    /// <summary>Runs a query.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="onProgress">Told how far it is, a few times a second, from another thread.</param>
    /// <param name="stop">Ends the reading; the rows so far are given, said to be partial.</param>
    /// <param name="cancellationToken">Nobody waits any more: nothing is given.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<ExploreOutcome> RunAsync(
        ExploreRequest request, Action<ExploreProgress> onProgress, CancellationToken stop, CancellationToken cancellationToken)
    {
        if (!IdentifiedQuery.TryCompile(request.Text, OptionsFor(request.Window, request.Source), out var query, out var error))
        {
            return new ExploreOutcome.Refused(error);
        }

        if (request.Source == ExploreSource.CloudWatch)
        {
            // It has a queue of its own, and takes no time of this machine.
            return await _cloudWatch.RunAsync(request, query.Original, onProgress, stop, cancellationToken);
        }

        var files = request.Source == ExploreSource.Files ? _files.Clusters(request.Cluster) : [];
        if (request.Source == ExploreSource.Files && files.Count == 0)
        {
            return new ExploreOutcome.Failed("No cluster in this scope reads files. Choose a cluster whose source is Files, or run over the collected events.");
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, cancellationToken);
        try
        {
            if (_turns.CurrentCount == 0)
            {
                onProgress(new ExploreProgress(0, 0, TimeSpan.Zero, IsWaiting: true));
            }

            await _turns.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ExploreOutcome.Failed("The query was cancelled before its turn came. Nothing was read.");
        }

        try
        {
            return await ReadAsync(request, query, files, onProgress, stop, cancellationToken);
        }
        catch (QueryLimitException limit)
        {
            return new ExploreOutcome.Failed($"A limit stopped the query: {limit.Message} There is no result.");
        }
        catch (InputException exception)
        {
            // Its message names a path of the server.
            ExploreLog.FileFailed(_logger, exception);
            return new ExploreOutcome.Failed("A file or folder of this cluster's settings could not be read, so there is no result. The log of the dashboard names it.");
        }
        catch (StorageException exception)
        {
            return new ExploreOutcome.Failed(exception.Message);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<ExploreOutcome> ReadAsync(
        ExploreRequest request, IdentifiedQuery query, IReadOnlyList<ClusterOptions> files, Action<ExploreProgress> onProgress,
        CancellationToken stop, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(LimitOf(request.Source), _clock);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token, cancellationToken);
        var meter = new RunMeter(_clock, onProgress);
        if (await StartAsync(request, query, files, meter, reading.Token, cancellationToken) is not { } run)
        {
            return new ExploreOutcome.Failed(
                $"{(stop.IsCancellationRequested ? "You" : "The time limit")} stopped the query while it read the values for 'in (…)'. A part of them would give wrong rows, so there is no result.");
        }

        var tally = new FileTally();
        var stopped = ExploreStop.None;
        long? reached = null;
        try
        {
            await foreach (var record in ReadAsync(request, files, tally, reading.Token))
            {
                reading.Token.ThrowIfCancellationRequested();
                meter.Count(record.Message.Length);
                reached = record.TimestampMicros ?? reached;
                run.Add(record);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            stopped = stop.IsCancellationRequested ? ExploreStop.Cancelled : ExploreStop.TimeLimit;
        }

        var completed = run.Complete();
        return new ExploreOutcome.Rows(new ExploreResult
        {
            Request = request,
            Columns = query.Original.Columns,
            Rows = query.RowsOf(completed),
            RowsLeftOut = completed.RowsLeftOut,
            HasSource = query.Original.Source is not null,
            Notes = query.Original.Notes,
            Records = run.RecordsScanned,
            Matched = run.RecordsMatched,
            Bytes = meter.Bytes,
            Elapsed = meter.Elapsed,
            Stop = stopped,
            ReachedBackTo = stopped != ExploreStop.None && request.Source == ExploreSource.Collected && reached is { } micros
                ? TimeWindow.FromMicrosSinceEpoch(micros) : null,
            Coverage = request.Source == ExploreSource.Files
                ? null : await _coverage.GetAsync(request.Cluster, request.Window, queryIds: null, cancellationToken),
            Unreadable = tally.Unreadable,
            Undated = tally.Undated,
            FileClusters = [.. files.Select(f => f.Name)],
        });
    }

    // Null if it was stopped before the values of all queries inside 'in (…)' were known.
    private async Task<QueryRun?> StartAsync(
        ExploreRequest request, IdentifiedQuery query, IReadOnlyList<ClusterOptions> files, RunMeter meter, CancellationToken reading, CancellationToken cancellationToken)
    {
        if (!query.HasSubqueries)
        {
            return query.Start();
        }

        var pass = query.StartSubqueries();
        try
        {
            await foreach (var record in ReadAsync(request, files, new FileTally(), reading))
            {
                reading.ThrowIfCancellationRequested();
                meter.Count(record.Message.Length);
                pass.Add(record);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        return pass.Complete();
    }

    private async IAsyncEnumerable<LogRecord> ReadAsync(
        ExploreRequest request, IReadOnlyList<ClusterOptions> files, FileTally tally, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.Source == ExploreSource.Files)
        {
            await foreach (var record in _files.ReadAsync(files, tally, cancellationToken))
            {
                yield return record;
            }

            yield break;
        }

        await foreach (var stored in _events.StreamAsync(new EventFilter { Cluster = request.Cluster, Window = request.Window }, cancellationToken))
        {
            yield return new LogRecord
            {
                Message = stored.Json,
                TimestampMicros = stored.Row.Time is { } time ? TimeWindow.ToMicrosSinceEpoch(time) : null,
                LogStream = StreamFilter.StreamName,
                Pointer = stored.Row.Id,
            };
        }
    }

    private TimeSpan LimitOf(ExploreSource source) => source == ExploreSource.Files ? _options.FilesTimeLimit : _options.TimeLimit;

    // The time limit is the reading's, which keeps the rows so far; the engine's own, which keeps none, is for what one record or the last sort may take beyond it.
    private QueryOptions OptionsFor(TimeWindow? window, ExploreSource source) => (QueryOptions.Interactive with
    {
        FromMicros = window?.FromMicros,
        ToMicros = window?.ToMicros,
        MemoryLimitBytes = _options.MemoryLimitBytes,
        TimeLimit = LimitOf(source) + Grace,
        Clock = _clock,
        Target = source == ExploreSource.CloudWatch ? QueryTarget.CloudWatch : QueryTarget.Local,
    }).ForAuditEvents();
}
