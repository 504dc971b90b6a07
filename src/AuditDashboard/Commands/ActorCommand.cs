using System.CommandLine;
using System.Globalization;
using AuditDashboard.Actors;
using AuditDashboard.Api;
using AuditDashboard.Commands.Output;
using AuditDashboard.Queries;
using AuditDashboard.Storage.Bins;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;

namespace AuditDashboard.Commands;

/// <summary><c>actor</c>: who is behind a user name, and what was collected of what the user did.</summary>
internal sealed class ActorCommand : Command
{
    private readonly Argument<string> _name = new("NAME") { Description = "Kubernetes user name, as the log has it; \"\" for requests that were not signed in." };
    private readonly Option<string> _cluster = new("--cluster") { Description = "Name of the cluster.", HelpName = "NAME", Required = true };
    private readonly Option<string?> _from = new("--from") { Description = "First instant of the window. Default: 24 hours before its end.", HelpName = "T" };
    private readonly Option<string?> _to = new("--to") { Description = "First instant after the window. Default: now.", HelpName = "T" };
    private readonly Option<string?> _format = new Option<string?>("--format") { Description = "json or table. Default: table.", HelpName = "FORMAT" }.AcceptOnlyFromAmong("json", "table");

    /// <summary>Makes the command.</summary>
    public ActorCommand()
        : base("actor", "Show who is behind a user name, and its collected activity.")
    {
        Add(_name);
        foreach (var option in new Option[] { _cluster, _from, _to, _format })
        {
            Add(option);
        }

        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(_name) ?? "";
        var cluster = parsed.GetValue(_cluster) ?? ""; // required
        var now = TimeProvider.System.GetUtcNow();
        var window = TimeBounds.Parse(parsed.GetValue(_from), parsed.GetValue(_to), now).LastDay(now);
        var settings = CommandServices.LoadSettings();
        await using var services = await CommandServices.OpenAsync(settings, cancellationToken);
        await KnownCluster.RequireAsync(services.GetRequiredService<ClusterStore>(), cluster, cancellationToken);
        var reader = new ActorReportReader(services.GetRequiredService<EventReader>(), services.GetRequiredService<BinReader>(), services.GetRequiredService<ImpersonationReader>());
        var report = await reader.ReadAsync(name, cluster, window, cancellationToken);
        CoverageQuery[] queries = [.. services.GetRequiredService<QueryCatalog>().Queries.Select(query => new CoverageQuery(query.Id, query.SelectionHash))];
        var summary = await services.GetRequiredService<CoverageReader>().GetSummaryAsync(cluster, window, queries, cancellationToken);
        var answer = ActorAnswer.Of(report, [.. summary.Stretches.Select(stretch => ApiItems.Of(cluster, null, stretch))]);
        if (parsed.GetValue(_format) == "json")
        {
            AnswerJson.Write(console, answer);
        }
        else
        {
            PrintTable(console, answer);
        }

        Explain(console, answer, summary);
    }

    private static void PrintTable(CommandConsole console, ActorAnswer answer)
    {
        using var writer = RowWriter.Create(OutputFormat.Table, console.Output, ["what", "events", "value"]);
        writer.Write([Cell.Of("user"), Cell.Of(answer.Events), Cell.Of(answer.Name.Length == 0 ? "(not signed in)" : answer.Name)]);
        writer.Write([Cell.Of("window"), Cell.Of((string?)null), Cell.Of($"{Time(answer.From)} to {Time(answer.To)}")]);
        writer.Write([Cell.Of("first collected"), Cell.Of((string?)null), Cell.Of(answer.First is { } first ? Time(first.Time) : "never")]);
        writer.Write([Cell.Of("last collected"), Cell.Of((string?)null), Cell.Of(answer.Last is { } last ? Time(last.Time) : "never")]);
        foreach (var way in answer.SignIns)
        {
            foreach (var hop in way.Hops)
            {
                writer.Write([Cell.Of(hop.Label), Cell.Of((string?)null), Cell.Of($"{hop.Value} ({Evidence(hop.Evidence)}{(hop.Note is null ? "" : "; " + hop.Note)})")]);
            }
        }

        foreach (var (label, counts) in new[]
        {
            ("acted as", answer.ActedAs), ("others acting as it", answer.ActedBy), ("verb", answer.Verbs), ("resource", answer.Resources), ("namespace", answer.Namespaces), ("object", answer.Objects), ("outcome", answer.Outcomes),
            ("refused resource", answer.RefusedResources), ("address", answer.Addresses), ("user agent", answer.UserAgents), ("found by", answer.Queries),
        })
        {
            foreach (var count in counts)
            {
                writer.Write([Cell.Of(label), Cell.Of(count.Events), Cell.Of((count.Value.Length == 0 ? "(none)" : count.Value) + (count.IsNew ? " (not collected in the 30 days before)" : ""))]);
            }
        }

        writer.Complete();
    }

    private static void Explain(CommandConsole console, ActorAnswer answer, CoverageSummary summary)
    {
        console.Say("Only collected events are counted: what no canned query selects is not stored, so this is not all that the user did.");
        if (answer.Events == 0 && answer.Last is { } last)
        {
            console.Say($"The newest collected event of this user is of {Time(last.Time)}; write an earlier --from, or a later --to, to see it.");
        }

        if (answer.Undated > 0)
        {
            console.Say(string.Create(CultureInfo.InvariantCulture, $"{answer.Undated} events of this user have no time and are in no window."));
        }

        if (summary.Gaps > 0)
        {
            console.Say(string.Create(CultureInfo.InvariantCulture, $"Not collected in this window: {summary.NotCollected:c} in {summary.Gaps} gaps."));
        }

        if (summary.HasFileEvents)
        {
            console.Say("This window holds events from files; whether they are complete is unknown.");
        }
    }

    private static string Evidence(string evidence) => evidence switch
    {
        "apiServer" => "asserted by the API server",
        "iam" => "asserted by IAM",
        "client" => "chosen by the client",
        _ => "unknown",
    };

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
