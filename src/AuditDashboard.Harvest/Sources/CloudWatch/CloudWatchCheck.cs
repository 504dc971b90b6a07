using Amazon.CloudWatchLogs.Model;
using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Sources.CloudWatch;

/// <summary>Finds out of one log group what works and what is missing, permission by permission.</summary>
internal sealed class CloudWatchCheck(QueryCaller caller, CloudWatchClients clients, AuditPulse pulse, CloudWatchSourceOptions options, TimeProvider clock)
{
    /// <summary>An id that no query has: whoever may ask for it is told so, and not that it is not allowed.</summary>
    private const string NoQuery = "00000000-0000-0000-0000-000000000000";

    /// <summary>Somebody waits for the verdict, and a service that is throttled for so long is a verdict.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<SourceFinding> _findings = [];
    private readonly List<string> _allowed = [];
    private bool _wasDenied;

    /// <summary>Checks.</summary>
    /// <param name="cancellationToken">Stops checking.</param>
    public async Task<List<SourceFinding>> RunAsync(CancellationToken cancellationToken)
    {
        // One second: the cheapest query there is shows credentials, region, log group and the permissions that harvest needs most.
        var second = clock.GetUtcNow().ToUnixTimeSeconds() - 60;
        var isReached = await TryAsync(
            "logs:StartQuery",
            () => caller.RunAsync(options.IsTrail ? "fields @timestamp" : $"fields @timestamp | filter {StreamFilter.Condition}", second, second, _ => { }, cancellationToken, startPatience: Patience));
        if (!isReached && !_wasDenied)
        {
            return _findings;
        }

        _findings.Insert(0, new SourceFinding(false, $"The credentials come from {CredentialSource.Describe(options)}."));
        if (LongTermKeys.AreUsed(options))
        {
            _findings.Add(new SourceFinding(false, LongTermKeys.Advice) { IsAdvice = true });
        }

        if (isReached)
        {
            _findings.Insert(1, new SourceFinding(false, $"The log group {options.LogGroup} in {ServiceTrouble.RegionOf(options)} is there."));
            _allowed.Add("logs:GetQueryResults");
        }
        else
        {
            await TryAsync("logs:GetQueryResults", () => caller.RepeatAsync(
                () => clients.Reader.GetQueryResultsAsync(new GetQueryResultsRequest { QueryId = NoQuery }, cancellationToken), Describe, cancellationToken));
        }

        await TryAsync("logs:StopQuery", () => caller.RepeatAsync(
            () => clients.Reader.StopQueryAsync(new StopQueryRequest { QueryId = NoQuery }, cancellationToken), Describe, cancellationToken));
        await CheckAuditLogAsync(cancellationToken);
        if (_allowed.Count > 0)
        {
            _findings.Add(new SourceFinding(false, $"Allowed are {string.Join(", ", _allowed)}."));
        }

        return _findings;
    }

    private async Task CheckAuditLogAsync(CancellationToken cancellationToken)
    {
        var now = TimeWindow.ToMicrosSinceEpoch(clock.GetUtcNow() - clients.AheadBy);
        var silence = options.MaxSilence ?? TimeSpan.FromHours(1);
        long? newest = null;
        var canList = await TryAsync("logs:FilterLogEvents", async () => newest =
            await pulse.ProbeAsync(now - 5 * TimeWindow.MinuteMicros, now + TimeWindow.MinuteMicros, cancellationToken)
            ?? await pulse.ProbeAsync(now - silence.Ticks / TimeSpan.TicksPerMicrosecond, now, cancellationToken));
        IReadOnlyList<LogStream> streams = [];
        var canDescribe = await TryAsync("logs:DescribeLogStreams", async () => streams = await pulse.GetStreamsAsync(cancellationToken));
        if (newest is { } micros)
        {
            _findings.Add(new SourceFinding(false, string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{(options.IsTrail ? "CloudTrail writes into it" : "Audit logging is on")}: {(options.IsTrail ? "a" : "an")} {options.RecordWord} of {TimeWindow.FromMicrosSinceEpoch(micros):yyyy-MM-dd HH:mm:ss} UTC is there.")));
        }
        else if (canDescribe && streams.Count == 0)
        {
            _findings.Add(new SourceFinding(true, AuditPulse.SayNoStream(options)));
        }
        else if (canList && options.MaxSilence is not null)
        {
            _findings.Add(new SourceFinding(true, AuditPulse.SaySilent(options)));
        }
    }

    private async Task<bool> TryAsync(string permission, Func<Task> call)
    {
        try
        {
            await call();
            _allowed.Add(permission);
            return true;
        }
        catch (LogSourceException e) when (e.InnerException is ResourceNotFoundException or InvalidParameterException && permission is ("logs:GetQueryResults" or "logs:StopQuery"))
        {
            _allowed.Add(permission);
            return true;
        }
        catch (LogSourceException e)
        {
            if (ServiceTrouble.IsDenied(e))
            {
                _wasDenied = true;
                if (permission == "logs:StartQuery" && ServiceTrouble.DeniedAction(e.Message) == "logs:GetQueryResults")
                {
                    _allowed.Add(permission);
                }
            }

            if (!_findings.Exists(f => f.Sentence == e.Message))
            {
                _findings.Add(new SourceFinding(true, e.Message));
            }

            return false;
        }
    }

    private string Describe(Exception error) => ServiceTrouble.Describe(error, options);
}
