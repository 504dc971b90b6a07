using System.Globalization;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using AuditDashboard.Queries;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Runs queries over one log group: waits for a place, starts, polls, and stops whatever it does not wait for any more.</summary>
internal sealed class QueryCaller(CloudWatchClients clients, QueryQueue queue, CloudWatchSourceOptions options, Action? credentialsFailed = null)
{
    private const int MaxPassingFailures = 5;
    private const int MaxStartFailures = 2;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(3);

    private string? _unreadableId;
    private int _rowLimit = Math.Clamp(options.RowLimit, 1, 100_000);

    /// <summary>Runs a query to its end.</summary>
    /// <param name="text">The query, without a limit.</param>
    /// <param name="fromSecond">First second.</param>
    /// <param name="toSecond">Last second, inclusive.</param>
    /// <param name="billed">Told how many bytes it scanned, also where it failed or was stopped; not called where the service does not say.</param>
    /// <param name="cancellationToken">Stops the query too.</param>
    /// <param name="rowLimit">Most rows; null for as many as the options say, 0 to leave it to the text.</param>
    /// <param name="polled">Told each answer to whether it is complete; null for nobody.</param>
    /// <param name="startPatience">How long a service that has too much to do is asked to start it; null for five minutes.</param>
    /// <exception cref="LogSourceException">It did not end as complete, for whatever reason.</exception>
    public async Task<FinishedQuery> RunAsync(
        string text, long fromSecond, long toSecond, Action<long> billed, CancellationToken cancellationToken, int? rowLimit = null,
        Action<GetQueryResultsResponse>? polled = null, TimeSpan? startPatience = null)
    {
        using var place = await queue.EnterAsync(cancellationToken);
        if (_unreadableId is { } unreadable)
        {
            // Each query is billed, also one whose results nobody may read.
            await AskWhetherReadableAsync(unreadable, cancellationToken);
            _unreadableId = null;
        }

        var (id, limit) = await StartAsync(text, fromSecond, toSecond, rowLimit, startPatience ?? StartPatience, cancellationToken);
        var isOver = false;
        double? scanned = null;
        try
        {
            var startedAt = queue.Clock.GetTimestamp();
            for (var wait = FirstPoll; ; wait = Longer(wait))
            {
                await Task.Delay(Jittered(wait), queue.Clock, cancellationToken);
                var page = await FirstPageAsync(id, cancellationToken);
                scanned = page.Statistics?.BytesScanned ?? scanned;
                polled?.Invoke(page);
                if (page.Status == QueryStatus.Complete)
                {
                    isOver = true;
                    return new FinishedQuery(id, page, limit);
                }

                if (page.Status != QueryStatus.Scheduled && page.Status != QueryStatus.Running)
                {
                    isOver = page.Status == QueryStatus.Failed || page.Status == QueryStatus.Cancelled || page.Status == QueryStatus.Timeout;
                    throw new LogSourceException($"CloudWatch Logs ended a query over {options.LogGroup} as {page.Status?.Value ?? "nothing"} instead of Complete.");
                }

                if (queue.Clock.GetElapsedTime(startedAt) >= options.QueryDeadline)
                {
                    throw new LogSourceException(string.Create(
                        CultureInfo.InvariantCulture, $"A query over {options.LogGroup} was not complete after {options.QueryDeadline.TotalMinutes:0.#} minutes and was stopped."));
                }
            }
        }
        finally
        {
            // Cancelled, given up or not understood: left alone it would run on, keep a place and be billed.
            if (!isOver)
            {
                scanned = await StopAsync(id) ?? scanned;
            }

            if (scanned is { } bytes)
            {
                billed((long)bytes);
            }
        }
    }

    /// <summary>A page of a query's rows.</summary>
    /// <param name="id">The query.</param>
    /// <param name="token">Where the page before ended; null for the first.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LogSourceException">It cannot be had.</exception>
    public Task<GetQueryResultsResponse> PageAsync(string id, string? token, CancellationToken cancellationToken) => RepeatAsync(
        () => clients.Reader.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = id, NextToken = token }, cancellationToken),
        e => e is ResourceNotFoundException
            ? $"CloudWatch Logs does not know a query over {options.LogGroup} any more that it had begun. Its window stays owed and is read again."
            : ServiceTrouble.Describe(e, options),
        cancellationToken);

    /// <summary>A page of the events of the audit streams that a pattern lets through.</summary>
    /// <param name="pattern">The filter pattern.</param>
    /// <param name="fromMs">First millisecond since 1970.</param>
    /// <param name="toMs">Last millisecond, inclusive.</param>
    /// <param name="token">Where the page before ended; null for the first.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LogSourceException">It cannot be had.</exception>
    public Task<FilterLogEventsResponse> FilterAsync(string pattern, long fromMs, long toMs, string? token, CancellationToken cancellationToken)
    {
        var request = new FilterLogEventsRequest
        {
            LogGroupName = options.GroupName,
            LogGroupIdentifier = options.GroupArn,
            LogStreamNamePrefix = StreamFilter.StreamName,
            FilterPattern = pattern,
            StartTime = fromMs,
            EndTime = toMs,
            NextToken = token,
        };
        return RepeatAsync(
            () => clients.Reader.FilterLogEventsAsync(request, cancellationToken),
            e => e is AmazonServiceException { ErrorCode: "AccessDeniedException" }
                ? $"Late events of {options.LogGroup} cannot be looked for: AWS does not allow logs:FilterLogEvents. Allow it on the log group; until then, what CloudWatch Logs delivers after a window was read for the last time is missed. AWS said: {e.Message}"
                : $"Late events could not be looked for. {ServiceTrouble.Describe(e, options)}",
            cancellationToken);
    }

    /// <summary>Makes a call that changes nothing in its turn, and makes it again where that may help.</summary>
    /// <param name="call">The call.</param>
    /// <param name="describe">Says in a sentence what went wrong, and what to do.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LogSourceException">It has no answer; the cause is the inner exception.</exception>
    public async Task<T> RepeatAsync<T>(Func<Task<T>> call, Func<Exception, string> describe, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await queue.Pacer.WaitAsync(cancellationToken);
                return await call();
            }
            catch (Exception e) when (ServiceTrouble.IsTrouble(e, cancellationToken))
            {
                if (failures >= MaxPassingFailures || !ServiceTrouble.IsPassing(e, cancellationToken))
                {
                    throw await FailAsync(e, describe, cancellationToken);
                }
            }

            await Task.Delay(Jittered(TimeSpan.FromSeconds(failures)), queue.Clock, cancellationToken);
        }
    }

    private async Task<(string Id, int Limit)> StartAsync(string text, long fromSecond, long toSecond, int? rowLimit, TimeSpan patience, CancellationToken cancellationToken)
    {
        var begin = queue.Clock.GetTimestamp();
        var failures = 0;
        for (var wait = TimeSpan.FromSeconds(1); ;)
        {
            var limit = rowLimit ?? _rowLimit;
            try
            {
                await queue.Pacer.WaitAsync(cancellationToken);
                var started = await clients.Starter.StartQueryAsync(Request(text, fromSecond, toSecond, limit), cancellationToken);
                return started.QueryId is { Length: > 0 } id
                    ? (id, limit)
                    : throw new LogSourceException($"CloudWatch Logs started a query over {options.LogGroup} without saying which.");
            }
            catch (InvalidParameterException) when (limit > CloudWatchSourceOptions.SafeRowLimit)
            {
                // A service that takes smaller numbers only. If it was something else, the next answer says so.
                _rowLimit = CloudWatchSourceOptions.SafeRowLimit;
                continue;
            }
            catch (Exception e) when (ServiceTrouble.IsTrouble(e, cancellationToken))
            {
                // Only what the service refused may be asked again: after a lost answer the query may run, and another would be billed too.
                var mayRetry = ServiceTrouble.IsBusy(e)
                    ? queue.Clock.GetElapsedTime(begin) < patience
                    : ServiceTrouble.IsRefusedByFailure(e) && ++failures < MaxStartFailures;
                if (!mayRetry)
                {
                    throw await FailAsync(e, error => ServiceTrouble.Describe(error, options), cancellationToken);
                }
            }

            await Task.Delay(Jittered(wait), queue.Clock, cancellationToken);
            wait = TimeSpan.FromSeconds(Math.Min(30, wait.TotalSeconds * 2));
        }
    }

    private async Task<LogSourceException> FailAsync(Exception error, Func<Exception, string> describe, CancellationToken cancellationToken)
    {
        if (CredentialTrouble.IsOfCredentials(error))
        {
            credentialsFailed?.Invoke();
        }

        var sentence = error is ResourceNotFoundException && ServiceTrouble.Describe(error, options) == describe(error)
            ? await MissingGroup.DescribeAsync(clients, queue.Pacer, options, cancellationToken)
            : null;
        return new LogSourceException(sentence ?? describe(error), error);
    }

    private async Task<GetQueryResultsResponse> FirstPageAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await PageAsync(id, null, cancellationToken);
        }
        catch (LogSourceException e) when (ServiceTrouble.IsDenied(e))
        {
            _unreadableId = id;
            throw;
        }
    }

    private async Task AskWhetherReadableAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await PageAsync(id, null, cancellationToken);
        }
        catch (LogSourceException e) when (e.InnerException is ResourceNotFoundException or InvalidParameterException)
        {
            // It is gone, and whoever is told so may ask.
        }
    }

    private StartQueryRequest Request(string text, long fromSecond, long toSecond, int limit)
    {
        var request = new StartQueryRequest { QueryString = text, StartTime = fromSecond, EndTime = toSecond, Limit = limit > 0 ? limit : null };
        if (options.GroupArn is { } arn)
        {
            request.LogGroupIdentifiers = [arn];
        }
        else
        {
            request.LogGroupName = options.LogGroup;
        }

        return request;
    }

    /// <summary>Stops a query.</summary>
    /// <returns>Bytes that it had scanned by then; null where the service does not say.</returns>
    private async Task<double?> StopAsync(string id)
    {
        // Its own time: the caller's token may be cancelled already.
        using var patience = new CancellationTokenSource(StopPatience, queue.Clock);
        try
        {
            await queue.Pacer.WaitAsync(patience.Token);
            await clients.Reader.StopQueryAsync(new StopQueryRequest { QueryId = id }, patience.Token);

            // Billed is what it has read, stopped or not.
            await queue.Pacer.WaitAsync(patience.Token);
            var stopped = await clients.Reader.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = id }, patience.Token);
            return stopped.Statistics?.BytesScanned;
        }
        catch (Exception e) when (ServiceTrouble.IsTrouble(e, CancellationToken.None))
        {
            // It has ended meanwhile, or cannot be reached: the service ends it by itself after an hour.
            return null;
        }
    }

    private static TimeSpan Longer(TimeSpan wait) =>
        TimeSpan.FromSeconds(Math.Min(LongestPoll.TotalSeconds, Math.Max(1, wait.TotalSeconds * 1.5)));

    // Pollers that began together drift apart.
#pragma warning disable CA5394 // Not a secret.
    private static TimeSpan Jittered(TimeSpan wait) => wait * (0.9 + Random.Shared.NextDouble() * 0.2);
#pragma warning restore CA5394
}
