using System.Globalization;
using AuditDashboard.Explore.Asking;
using AuditDashboard.Explore.Running;
using AuditDashboard.LogsInsights;
using AuditDashboard.Shared.Charts;
using AuditDashboard.Shared.Text;
using AuditDashboard.Storage.Coverage;
using AuditDashboard.Storage.SavedQueries;

namespace AuditDashboard.Explore;

/// <summary>What Explore says.</summary>
internal static class ExploreWords
{
    /// <summary>What running costs, and where it reads.</summary>
    public static string Source(ExploreSource source, IReadOnlyList<string> fileClusters, ExploreOptions options) => source switch
    {
        ExploreSource.Files => $"Reads the configured files of {LogSegments.ToPlain(string.Join(", ", fileClusters), 120)} as they are now, for {UtcText.Length(options.FilesTimeLimit)} at most. Secrets are taken out first.",
        ExploreSource.CloudWatch => "Asks CloudWatch for everything that the log group holds of the time, collected or not. It is billed by what it scans.",
        _ => $"Reads stored events: free, for {UtcText.Length(options.TimeLimit)} at most.",
    };

    /// <summary>How far a run is.</summary>
    public static string Progress(ExploreProgress progress) => progress.IsWaiting
        ? "Waiting for other queries to end…"
        : progress.IsOfCloudWatch ? AskWords.Progress(progress)
        : $"Reading: {Numbers.Count(progress.Records, "record")}, {Numbers.Bytes(progress.Bytes)}, {Took(progress.Elapsed)}";

    /// <summary>A duration: <c>38 ms</c>, <c>2.4 s</c>, <c>1 min 4 s</c>.</summary>
    public static string Took(TimeSpan elapsed) => elapsed switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(elapsed.TotalMilliseconds)} ms"),
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s"),
        _ => UtcText.Length(elapsed),
    };

    /// <summary>What a result was made of: <c>from 379 matching of 4 592 stored events in 38 ms</c>.</summary>
    public static string From(ExploreResult result)
    {
        if (result.Cost is { } cost)
        {
            return $"from {Numbers.Count(result.Matched)} matching of {Numbers.Count(result.Records, "record")} in {Took(result.Elapsed)}, {AskWords.Cost(cost)}";
        }

        var records = result.Request.Source == ExploreSource.Files ? "record" : "stored event";
        return $"from {Numbers.Count(result.Matched)} matching of {Numbers.Count(result.Records, records)}, {Numbers.Bytes(result.Bytes)}, in {Took(result.Elapsed)}";
    }

    /// <summary>What must be known before the rows are believed; what weighs most first.</summary>
    public static IEnumerable<Caution> Cautions(ExploreResult result) =>
        OfStop(result).Concat(OfSource(result)).Concat(OfText(result))
            .OrderByDescending(c => c.IsWarning);

    /// <summary>A run as the tool's own audit tells it.</summary>
    public static string Deed(ExploreRequest request)
    {
        var where = request.Cluster is { } cluster ? $" of {cluster}" : "";
        return $"Ran over {Over(request.Source)}{where}, {UtcText.Window(request.Window)}: {request.Text}";
    }

    /// <summary>A source as the activity names it.</summary>
    private static string Over(ExploreSource source) => source switch
    {
        ExploreSource.Files => "files",
        ExploreSource.CloudWatch => "CloudWatch",
        _ => "collected events",
    };

    /// <summary>What a screen reader hears when a run ends.</summary>
    public static string Said(ExploreOutcome outcome) => outcome switch
    {
        ExploreOutcome.Rows { Result: var result } => $"{(result.Stop == ExploreStop.None ? "" : "Partial result: ")}{Numbers.Count(result.Rows.Count, "row")} {From(result)}.",
        ExploreOutcome.Refused { Error: var error } => $"Not run: {error}",
        ExploreOutcome.Failed { Sentence: var sentence } => sentence,
        _ => "",
    };

    /// <summary>A run as the history keeps it.</summary>
    public static QueryRunRecord RecordOf(ExploreRequest request, ExploreOutcome outcome, DateTimeOffset startedAt, TimeSpan elapsed)
    {
        var result = (outcome as ExploreOutcome.Rows)?.Result;
        return new QueryRunRecord
        {
            Text = request.Text,
            Source = request.Source switch { ExploreSource.Files => "files", ExploreSource.CloudWatch => "cloudwatch", _ => "collected" },
            Cluster = request.Cluster,
            Window = request.Window,
            StartedAt = startedAt,
            Elapsed = result?.Elapsed ?? elapsed,
            Outcome = result is null ? QueryRunOutcome.Failed : result.Stop == ExploreStop.None ? QueryRunOutcome.Complete : QueryRunOutcome.Partial,
            Rows = result?.Rows.Count ?? 0,
            Records = result?.Records ?? 0,
            Bytes = result?.Bytes ?? 0,
        };
    }

    /// <summary>The state that a run of the history had.</summary>
    public static ExploreState StateOf(QueryRunRecord run) =>
        new() { Text = run.Text, Source = run.Source switch { "files" => ExploreSource.Files, "cloudwatch" => ExploreSource.CloudWatch, _ => ExploreSource.Collected } };

    private static IEnumerable<Caution> OfSource(ExploreResult result) => result.Request.Source switch
    {
        ExploreSource.Files => OfFiles(result),
        ExploreSource.CloudWatch => AskWords.Cautions(result),
        _ => OfCollected(result),
    };

    private static IEnumerable<Caution> OfStop(ExploreResult result)
    {
        if (result.Stop != ExploreStop.None)
        {
            var why = result.Stop == ExploreStop.Cancelled ? "You stopped the query" : "The time limit stopped the query";
            var reached = result.ReachedBackTo is { } time ? $", back to {UtcText.Full(time)}" : "";
            var order = result.Request.Source == ExploreSource.Collected ? "the newest " : "the first ";
            yield return Caution.Warning(result.Records == 0
                ? $"{why} before it had read anything: no rows does not mean that nothing happened."
                : $"Partial: {char.ToLowerInvariant(why[0])}{why[1..]} after {order}{Numbers.Count(result.Records, "record")}{reached}. Rows and counts are of these only; the rest was not searched.");
        }

        if (result.RowsLeftOut > 0)
        {
            yield return Caution.Warning(
                $"{Numbers.Count(result.RowsLeftOut, "more row")} {(result.RowsLeftOut == 1 ? "was" : "were")} left out: a query without limit gives {Numbers.Count(result.Rows.Count, "row")}. Write 'limit N', up to 100 000, or count with 'stats'.");
        }
    }

    private static IEnumerable<Caution> OfFiles(ExploreResult result)
    {
        yield return Caution.Note("From files: completeness unknown, they vouch for no stretch of time. Secrets were taken out of each record before it was searched.");
        if (result.Unreadable > 0)
        {
            yield return Caution.Warning($"{Numbers.Count(result.Unreadable, "line")} could not be read and {(result.Unreadable == 1 ? "was" : "were")} not searched.");
        }

        if (result.Undated > 0)
        {
            yield return Caution.Warning($"{Numbers.Count(result.Undated, "record")} without any time {(result.Undated == 1 ? "is" : "are")} in no window and not among the rows.");
        }
    }

    private static IEnumerable<Caution> OfCollected(ExploreResult result)
    {
        yield return Caution.Note("Only collected events were searched: what no canned query selects is not stored, and secrets are taken out.");
        if (result.Coverage is not { } coverage)
        {
            yield break;
        }

        var gaps = coverage.Stretches.Where(s => s.State is CoverageState.NotCollected or CoverageState.Failed).ToList();
        if (gaps.Count > 0 || coverage.Stretches.All(s => s.State == CoverageState.OutOfScope))
        {
            var named = string.Join("; ", gaps.Take(3).Select(g => UtcText.Window(g.Window)));
            var more = gaps.Count > 3 ? $"; and {Numbers.Count(gaps.Count - 3)} more" : "";
            yield return Caution.Warning(
                $"Not all of the window is collected ({CoverageText.Of(coverage)}){(named.Length > 0 ? $": {named}{more}" : "")}. Nothing found there does not mean that nothing happened.");
        }

        if (CoverageText.Expired(coverage) is { Ticks: > 0 } expired)
        {
            yield return Caution.Warning($"{UtcText.Length(expired)} of the window are no longer kept: their events were removed for their age. Nothing found there does not mean that nothing happened.");
        }

        if (coverage.HasFileEvents)
        {
            yield return Caution.Note("The window holds events from files; whether they are complete is unknown.");
        }

        if (CoverageText.DueFrom(coverage) is { } due)
        {
            yield return Caution.Note($"What came after {UtcText.Full(due)} is due with the next harvest.");
        }

        if (coverage.UndatedEvents > 0)
        {
            yield return Caution.Warning($"{Numbers.Count(coverage.UndatedEvents, "stored event")} without any time {(coverage.UndatedEvents == 1 ? "is" : "are")} in no window and {(coverage.UndatedEvents == 1 ? "was" : "were")} not searched.");
        }

        if (coverage.QuarantinedRecords > 0)
        {
            yield return Caution.Warning($"{Numbers.Count(coverage.QuarantinedRecords, "record")} that could not be read {(coverage.QuarantinedRecords == 1 ? "is" : "are")} in quarantine and {(coverage.QuarantinedRecords == 1 ? "was" : "were")} not searched.");
        }
    }

    private static IEnumerable<Caution> OfText(ExploreResult result)
    {
        if (result.HasSource)
        {
            yield return Caution.Warning("The query's SOURCE chooses nothing here: it was run over the cluster and the time range at the top of this page.");
        }

        foreach (var note in result.Notes)
        {
            yield return new Caution(
                note.Severity != DiagnosticSeverity.Note,
                string.Create(CultureInfo.InvariantCulture, $"{note.Line}:{note.Column}: {LogSegments.ToPlain(note.Message, 600)}"));
        }
    }
}

/// <summary>Something that must be known before a result is believed.</summary>
/// <param name="IsWarning">True if rows may be missing, or the query may not mean what was meant.</param>
/// <param name="Sentence">Plain text.</param>
public sealed record Caution(bool IsWarning, string Sentence)
{
    /// <summary>One that weighs.</summary>
    public static Caution Warning(string sentence) => new(true, sentence);

    /// <summary>One that always holds, or changes no row.</summary>
    public static Caution Note(string sentence) => new(false, sentence);
}
