using System.CommandLine;
using System.Globalization;
using AuditDashboard.Api;
using AuditDashboard.Commands.Output;
using AuditDashboard.Investigation;
using AuditDashboard.Investigation.Ledger;
using AuditDashboard.Queries;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Quarantine;

namespace AuditDashboard.Commands;

/// <summary><c>changes</c>: the stored changes to who may do what, with what each did.</summary>
internal sealed class ChangesCommand : Command
{
    private const int PageSize = 200;

    private readonly Option<string> _cluster = new("--cluster") { Description = "Name of the cluster.", HelpName = "NAME", Required = true };
    private readonly Option<string?> _from = new("--from") { Description = "First instant of the window. Default: 24 hours before its end.", HelpName = "T" };
    private readonly Option<string?> _to = new("--to") { Description = "First instant after the window. Default: now.", HelpName = "T" };
    private readonly Option<string?> _limit = new("--limit") { Description = "Most changes. Default: all of the window.", HelpName = "N" };
    private readonly Option<string?> _format = new Option<string?>("--format") { Description = "json or table. Default: table.", HelpName = "FORMAT" }.AcceptOnlyFromAmong("json", "table");

    /// <summary>Makes the command.</summary>
    public ChangesCommand()
        : base("changes", "List the stored changes to roles, bindings and aws-auth, newest first, with what each did.")
    {
        foreach (var option in new Option[] { _cluster, _from, _to, _limit, _format })
        {
            Add(option);
        }

        SetAction((parsed, cancellationToken) => CommandLine.RunAsync(console => RunAsync(console, parsed, cancellationToken)));
    }

    private async Task RunAsync(CommandConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var cluster = parsed.GetValue(_cluster) ?? ""; // required
        var window = TimeBounds.Parse(parsed.GetValue(_from), parsed.GetValue(_to), now).LastDay(now);
        var limit = ReadLimit(parsed.GetValue(_limit));
        await using var services = await CommandServices.OpenAsync(CommandServices.LoadSettings(), cancellationToken);
        await KnownCluster.RequireAsync(services.GetRequiredService<ClusterStore>(), cluster, cancellationToken);
        var reader = services.GetRequiredService<ChangesReader>();
        var items = new List<ChangesItem>();
        EventCursor? cursor = null;
        do
        {
            (var page, cursor) = await reader.ReadAsync(cluster, window, cursor, Math.Min(PageSize, limit - items.Count), cancellationToken);
            items.AddRange(page);
        }
        while (cursor is not null && items.Count < limit);

        var catalog = services.GetRequiredService<QueryCatalog>();
        CoverageQuery[] queries = [.. catalog.Queries.Where(query => ChangeModel.AccessQueries.Contains(query.Id)).Select(query => new CoverageQuery(query.Id, query.SelectionHash))];
        var summary = await services.GetRequiredService<CoverageReader>().GetSummaryAsync(cluster, window, queries, cancellationToken);
        var answer = new ChangesAnswer(
            window.From, window.To, items, cursor?.ToString(), await reader.CountUndatedAsync(cluster, cancellationToken),
            [.. summary.Stretches.Select(stretch => ApiItems.Of(cluster, null, stretch))]);
        if (parsed.GetValue(_format) == "json")
        {
            AnswerJson.Write(console, answer);
        }
        else
        {
            PrintTable(console, answer);
        }

        Explain(console, answer, summary);
        if (await services.GetRequiredService<QuarantineReader>().CountMayMatchAsync(cluster, ChangeModel.AccessQueries, cancellationToken) is > 0 and var unreadable)
        {
            console.Say(string.Create(CultureInfo.InvariantCulture, $"{unreadable} record{(unreadable == 1 ? "" : "s")} of this cluster cannot be read and may be {(unreadable == 1 ? "a change" : "changes")} of roles, bindings or aws-auth, of whatever time: Collection shows {(unreadable == 1 ? "it" : "them")}."));
        }
    }

    private static int ReadLimit(string? text) =>
        text is null ? int.MaxValue
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? limit
        : throw new CommandFailure(ExitCodes.BadRequest, $"--limit is '{text}'. Write a whole number from 1.");

    private static void PrintTable(CommandConsole console, ChangesAnswer answer)
    {
        using var writer = RowWriter.Create(OutputFormat.Table, console.Output, ["time", "object", "verb", "outcome", "user", "before", "change"]);
        foreach (var item in answer.Items)
        {
            // A deletion of many has a row for each that is known; a change of what is not known has one all the same.
            foreach (var changed in item.Objects.DefaultIfEmpty())
            {
                writer.Write(
                [
                    Cell.Of(item.Time is { } time ? Time(time) : "undated"), Cell.Of(changed is null ? "(not known)" : NameOf(changed)), Cell.Of(item.Verb), Cell.Of(item.Outcome),
                    Cell.Of(item.User), Cell.Of(changed?.Before switch { null => null, "lastKnown" => "last known", var other => other }),
                    Cell.Of(changed is null ? "what changed is not known" : string.Join("; ", changed.Items.Select(Signed))),
                ]);
            }
        }

        writer.Complete();
    }

    private static void Explain(CommandConsole console, ChangesAnswer answer, CoverageSummary summary)
    {
        console.Say("Compared is each with the state before: proven by the event, the last one known, or unknown. Between it and the last one known there may have been changes that were not collected.");
        if (answer.Items.Count == 0)
        {
            console.Say($"No change is stored between {Time(answer.From)} and {Time(answer.To)}.");
        }

        if (answer.Next is not null)
        {
            console.Say("There are more changes in the window. Write a greater --limit to see them.");
        }

        if (answer.Undated > 0)
        {
            console.Say(string.Create(CultureInfo.InvariantCulture, $"{answer.Undated} changes have no time and are in no window."));
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

    private static string NameOf(ChangesObject changed) =>
        changed.Kind == "AwsAuth" ? "aws-auth" : changed.Namespace.Length == 0 ? $"{changed.Kind} {changed.Name}" : $"{changed.Kind} {changed.Namespace}/{changed.Name}";

    private static string Signed(ChangesThing thing) => thing.Side switch { "added" => "+ ", "removed" => "- ", _ => "" } + thing.Text;

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
