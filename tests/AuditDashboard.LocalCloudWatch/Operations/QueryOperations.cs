using System.Globalization;
using AuditDashboard.LocalCloudWatch.Protocol;
using AuditDashboard.LocalCloudWatch.Queries;

namespace AuditDashboard.LocalCloudWatch.Operations;

/// <summary>StartQuery, GetQueryResults, StopQuery, DescribeQueries.</summary>
internal sealed class QueryOperations(QueryDesk desk, LocalServerOptions options)
{
    private static readonly string[] Statuses = ["Scheduled", "Running", "Complete", "Failed", "Cancelled", "Timeout", "Unknown"];
    private static readonly string[] Languages = ["CWLI", "SQL", "PPL"];

    public Task StartAsync(Call call)
    {
        var request = call.Request;
        var language = request.Choice("queryLanguage", Languages) ?? "CWLI";
        var from = request.RequiredWhole("startTime");
        var to = request.RequiredWhole("endTime");
        var text = request.RequiredText("queryString", max: 10_000);
        var limit = (int?)request.Whole("limit", 1, options.MaxLimit);
        IReadOnlyList<string>?[] given =
        [
            request.Text("logGroupName", 1, 512, Members.GroupName) is { } name ? [name] : null,
            request.Texts("logGroupNames", 50, 1, 512, Members.GroupName),
            request.Texts("logGroupIdentifiers", 50, 1, 2048, Members.GroupIdentifier)?.Select(GroupOperations.NameOf).ToList(),
        ];
        if (language != "CWLI")
        {
            throw ServiceErrorException.Parameter($"This server runs queries in CWLI, not in {language}");
        }

        if (given.Count(g => g is not null) > 1)
        {
            throw ServiceErrorException.Parameter("Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be set");
        }

        var query = desk.Start(text, given.FirstOrDefault(g => g is not null) ?? [], from, to, limit, call.User, call.Fault);
        call.Entry.QueryId = query.Id;
        call.Answer.WriteString("queryId", query.Id);
        return Task.CompletedTask;
    }

    public async Task GetResultsAsync(Call call)
    {
        var query = desk.Find(call.Request.RequiredText("queryId", 1, 256));
        var token = call.Request.Text("nextToken", 0, 1024);
        var maxItems = (int?)call.Request.Whole("maxItems", 0, 10_000);
        call.Entry.QueryId = query.Id;
        (call.Entry.FromSecond, call.Entry.ToSecond) = (query.FromSecond, query.ToSecond);

        var outcome = query.Status == "Scheduled" ? null : await query.Outcome;
        var status = query.Status;
        call.Entry.QueryStatus = status;
        var isFound = outcome is not null && status is "Running" or "Complete";
        var (rows, next) = isFound ? desk.Page(query, outcome!, token, maxItems is null or 0 ? int.MaxValue : maxItems.Value) : ([], null); // found: there is one
        var answer = call.Answer;
        answer.WriteString("queryLanguage", "CWLI");
        answer.WriteStartArray("results");
        foreach (var row in rows)
        {
            answer.WriteStartArray();
            foreach (var (field, value) in row)
            {
                answer.WriteStartObject();
                answer.WriteString("field", field);
                answer.WriteString("value", value);
                answer.WriteEndObject();
            }

            answer.WriteEndArray();
        }

        answer.WriteEndArray();
        if (outcome is not null && !options.OmitsStatistics)
        {
            WriteStatistics(call, query, outcome);
        }

        answer.WriteString("status", status);
        if (next is not null)
        {
            answer.WriteString("nextToken", next);
        }

        call.Entry.Rows = rows.Count;
    }

    public Task StopAsync(Call call)
    {
        var query = desk.Find(call.Request.RequiredText("queryId", 1, 256));
        call.Entry.QueryId = query.Id;
        if (!query.TryStop())
        {
            throw ServiceErrorException.Parameter($"Query with id {query.Id} is not running, it has ended with status {query.Status}");
        }

        call.Answer.WriteBoolean("success", true);
        return Task.CompletedTask;
    }

    public Task DescribeAsync(Call call)
    {
        var group = call.Request.Text("logGroupName", 1, 512, Members.GroupName);
        var status = call.Request.Choice("status", Statuses);
        var max = (int)(call.Request.Whole("maxResults", 1, 1000) ?? 1000);
        var language = call.Request.Choice("queryLanguage", Languages);
        var found = desk.Queries
            .Where(q => !q.IsGone && (group is null || q.Groups.Contains(group, StringComparer.Ordinal)) && (status is null || q.Status == status) && language is null or "CWLI")
            .ToList();
        Paging.Write(call, max, "queries", found, q =>
        {
            call.Answer.WriteString("queryLanguage", "CWLI");
            call.Answer.WriteString("queryId", q.Id);
            call.Answer.WriteString("queryString", q.Text);
            call.Answer.WriteString("status", q.Status);
            call.Answer.WriteNumber("createTime", q.CreatedMs);
            if (q.Groups.Count > 0)
            {
                call.Answer.WriteString("logGroupName", q.Groups[0]);
            }

            call.Answer.WriteNumber("queryDuration", q.DurationMs);
            if (q.Outcome.IsCompletedSuccessfully)
            {
                call.Answer.WriteNumber("bytesScanned", Math.Floor(q.Outcome.Result.BytesScanned * q.Progress));
            }

            call.Answer.WriteString("userIdentity", string.Create(CultureInfo.InvariantCulture, $"arn:aws:iam::{options.Account}:user/{q.User}"));
        });
        return Task.CompletedTask;
    }

    private static void WriteStatistics(Call call, StoredQuery query, QueryOutcome outcome)
    {
        // What was not scanned when a query was stopped or failed is not billed.
        var part = query.Progress;
        call.Entry.BytesScanned = outcome.BytesScanned * part;
        call.Answer.WriteStartObject("statistics");
        Write("recordsMatched", outcome.RecordsMatched * part);
        Write("recordsScanned", outcome.RecordsScanned * part);
        Write("estimatedRecordsSkipped", 0);
        Write("bytesScanned", outcome.BytesScanned * part);
        Write("estimatedBytesSkipped", 0);
        Write("logGroupsScanned", outcome.LogGroups);
        call.Answer.WriteEndObject();

        // Doubles, as the model says: 1.0 and not 1.
        void Write(string name, double value)
        {
            call.Answer.WritePropertyName(name);
            call.Answer.WriteRawValue(Math.Floor(value).ToString("0.0", CultureInfo.InvariantCulture));
        }
    }
}
