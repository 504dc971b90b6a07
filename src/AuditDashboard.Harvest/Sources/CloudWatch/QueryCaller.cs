using System.Globalization;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Runs queries over one log group: waits for a place, starts, polls, and stops whatever it does not wait for any more.</summary>
internal sealed class QueryCaller(CloudWatchClients clients, QueryQueue queue, CloudWatchSourceOptions options)
{
    private const int MaxPassingFailures = 5;
    private const int MaxStartFailures = 2;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(3);

    private int _rowLimit = Math.Clamp(options.RowLimit, 1, 100_000);

    /// <summary>Runs a query to its end.</summary>
    /// <param name="text">The query, without a limit.</param>
    /// <param name="fromSecond">First second.</param>
    /// <param name="toSecond">Last second, inclusive.</param>
    /// <param name="cancellationToken">Stops the query too.</param>
    /// <exception cref="LogSourceException">It did not end as complete, for whatever reason.</exception>
    public async Task<FinishedQuery> RunAsync(string text, long fromSecond, long toSecond, CancellationToken cancellationToken)
    {
        using var place = await queue.EnterAsync(cancellationToken);
        var (id, limit) = await StartAsync(text, fromSecond, toSecond, cancellationToken);
        var isOver = false;
        try
        {
            var startedAt = queue.Clock.GetTimestamp();
            for (var wait = FirstPoll; ; wait = Longer(wait))
            {
                await Task.Delay(Jittered(wait), queue.Clock, cancellationToken);
                var page = await PageAsync(id, null, cancellationToken);
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
                await StopAsync(id);
            }
        }
    }

    /// <summary>A page of a query's rows.</summary>
    /// <param name="id">The query.</param>
    /// <param name="token">Where the page before ended; null for the first.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LogSourceException">It cannot be had.</exception>
    public Task<GetQueryResultsResponse> PageAsync(string id, string? token, CancellationToken cancellationToken) => RepeatAsync(
        () => clients.Reader.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = id, NextToken = token }, cancellationToken), cancellationToken);

    /// <summary>Makes a call that changes nothing in its turn, and makes it again where that may help.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LogSourceException">It has no answer; the cause is the inner exception.</exception>
    public async Task<T> RepeatAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
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
                    throw new LogSourceException(ServiceTrouble.Describe(e, options), e);
                }
            }

            await Task.Delay(Jittered(TimeSpan.FromSeconds(failures)), queue.Clock, cancellationToken);
        }
    }

    private async Task<(string Id, int Limit)> StartAsync(string text, long fromSecond, long toSecond, CancellationToken cancellationToken)
    {
        var begin = queue.Clock.GetTimestamp();
        var failures = 0;
        for (var wait = TimeSpan.FromSeconds(1); ;)
        {
            var limit = _rowLimit;
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
                    ? queue.Clock.GetElapsedTime(begin) < StartPatience
                    : ServiceTrouble.IsRefusedByFailure(e) && ++failures < MaxStartFailures;
                if (!mayRetry)
                {
                    throw new LogSourceException(ServiceTrouble.Describe(e, options), e);
                }
            }

            await Task.Delay(Jittered(wait), queue.Clock, cancellationToken);
            wait = TimeSpan.FromSeconds(Math.Min(30, wait.TotalSeconds * 2));
        }
    }

    private StartQueryRequest Request(string text, long fromSecond, long toSecond, int limit)
    {
        var request = new StartQueryRequest { QueryString = text, StartTime = fromSecond, EndTime = toSecond, Limit = limit };
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

    private async Task StopAsync(string id)
    {
        // Its own time: the caller's token may be cancelled already.
        using var patience = new CancellationTokenSource(StopPatience, queue.Clock);
        try
        {
            await queue.Pacer.WaitAsync(patience.Token);
            await clients.Reader.StopQueryAsync(new StopQueryRequest { QueryId = id }, patience.Token);
        }
        catch (Exception e) when (ServiceTrouble.IsTrouble(e, CancellationToken.None))
        {
            // It has ended meanwhile, or cannot be reached: the service ends it by itself after an hour.
        }
    }

    private static TimeSpan Longer(TimeSpan wait) =>
        TimeSpan.FromSeconds(Math.Min(LongestPoll.TotalSeconds, Math.Max(1, wait.TotalSeconds * 1.5)));

    // Pollers that began together drift apart.
#pragma warning disable CA5394 // Not a secret.
    private static TimeSpan Jittered(TimeSpan wait) => wait * (0.9 + Random.Shared.NextDouble() * 0.2);
#pragma warning restore CA5394
}
