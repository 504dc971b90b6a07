using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;

namespace AuditDashboard.KillHarness;

/// <summary>A client that makes its reader believe what a reader with a fault would believe by itself.</summary>
internal sealed class FaultyClient(AWSCredentials credentials, AmazonCloudWatchLogsConfig config, string mutant)
    : AmazonCloudWatchLogsClient(credentials, config)
{
    private int _pageRows;

    /// <inheritdoc/>
    public override Task<StartQueryResponse> StartQueryAsync(StartQueryRequest request, CancellationToken cancellationToken = default)
    {
        switch (mutant)
        {
            case "cap-ignored":
                // The reader thinks that it asked for more than it gets.
                request.Limit--;
                break;
            case "end-exclusive" when request.EndTime > request.StartTime:
                // The end of [a, b) is sent as the last second inside, as if it meant all of it.
                request.EndTime--;
                break;
            default:
                break;
        }

        return base.StartQueryAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<GetQueryResultsResponse> GetQueryResultsAsync(GetQueryResultsRequest request, CancellationToken cancellationToken = default)
    {
        var response = await base.GetQueryResultsAsync(request, cancellationToken);
        switch (mutant)
        {
            case "failed-is-done" when response.Status != QueryStatus.Complete && response.Status != QueryStatus.Running && response.Status != QueryStatus.Scheduled:
                return new GetQueryResultsResponse { Status = QueryStatus.Complete, Results = [], Statistics = new QueryStatistics { RecordsMatched = 0, BytesScanned = 0 } };

            case "cap-ignored" when response.Statistics is { } statistics:
                statistics.RecordsMatched = 0;
                break;

            case "last-page" when response.Status == QueryStatus.Complete && request.NextToken is null && response is { NextToken.Length: > 0, Results: { } rows, Statistics: { } matched }:
                _pageRows = rows.Count;
                matched.RecordsMatched = 0;
                break;

            case "last-page" when request.NextToken is not null && response.Results is { } last && last.Count < _pageRows:
                last.Clear();
                break;

            default:
                break;
        }

        return response;
    }
}
