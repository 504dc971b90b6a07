using System.Globalization;
using System.Text;
using AuditDashboard.Harvest.Costs;
using AuditDashboard.Harvest.Input;
using AuditDashboard.Harvest.Sources;
using AuditDashboard.Queries;
using AuditDashboard.Storage;

namespace AuditDashboard.Harvest.Semantics;

/// <summary>Asks one log group all questions over one window.</summary>
internal sealed class SemanticInterview(IQueriedLogSource source, ScanMeter meter)
{
    /// <summary>Events that are enough to tell, and few enough to hold.</summary>
    private const int MostEvents = 2_000;

    /// <summary>Characters of an answer that are shown.</summary>
    private const int MostCharacters = 100;

    private const long SecondMicros = 1_000_000;

    /// <summary>The events that were asked about; null as long as there are none.</summary>
    public SemanticSample? Sample { get; private set; }

    /// <summary>Queries that were run.</summary>
    public int Queries { get; private set; }

    /// <summary>Asks.</summary>
    /// <param name="window">The window, in whole seconds; cut to its end where it holds too much.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="LogSourceException">There is nothing to ask about, or nobody answers.</exception>
    public async Task<IReadOnlyList<SemanticFinding>> RunAsync(TimeWindow window, CancellationToken cancellationToken)
    {
        var sample = await ReadAsync(window, cancellationToken);
        Sample = sample;
        var count = SemanticQuestions.Ask(
            sample, "A count", $"filter {sample.Condition} | stats count(*) as n", "n", "is printed without decimals", "",
            new SemanticReading("is printed with a decimal", string.Create(CultureInfo.InvariantCulture, $"{sample.Events.Count}.0")));
        var findings = new List<SemanticFinding> { await CountAsync(count, sample, cancellationToken) };
        foreach (var question in SemanticQuestions.Of(sample))
        {
            findings.Add(await AskAsync(question, sample, cancellationToken));
        }

        findings.Add(await MisspellAsync(sample, cancellationToken));
        if (findings.Exists(f => f.Outcome == SemanticOutcome.Differs))
        {
            // What was delivered meanwhile would look like another reading.
            await CountAsync(count, sample, cancellationToken);
        }

        return findings;
    }

    private async Task<SemanticSample> ReadAsync(TimeWindow window, CancellationToken cancellationToken)
    {
        while (!window.IsEmpty)
        {
            var toMs = window.ToMicros / 1_000;
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"fields @timestamp, @message, @logStream | filter {StreamFilter.Condition} and toMillis(@timestamp) < {toMs} | sort @timestamp asc | limit {MostEvents}");
            var rows = await AskAsync(new SemanticProbe(text, "@message"), window, cancellationToken);
            if (!rows.IsCut && rows.Rows.Count < MostEvents)
            {
                var sample = new SemanticSample(window, rows.Rows.Select(ToRecord).OfType<InputRecord>());
                return sample.Times.Count >= 2
                    ? sample
                    : throw new LogSourceException(Say(window, $"holds {sample.Events.Count} audit events, which is too few to tell anything by. Choose another by --from and --to."));
            }

            var length = window.ToMicros - window.FromMicros;
            window = window with { FromMicros = window.FromMicros + Math.Max(SecondMicros, length / 2 / SecondMicros * SecondMicros) };
        }

        throw new LogSourceException(string.Create(
            CultureInfo.InvariantCulture, $"More than {MostEvents} audit events lie in one second, too many to tell by. Choose a quieter time by --from and --to."));
    }

    // All other answers are compared with the sample, so that it must be what the service sees.
    private async Task<SemanticFinding> CountAsync(SemanticQuestion question, SemanticSample sample, CancellationToken cancellationToken)
    {
        var rows = (await AskAsync(question.Probes[0], sample.Window, cancellationToken)).Rows;
        var answer = SemanticQuestions.Join([.. rows.Select(r => r.GetValueOrDefault(question.Probes[0].Column))]);
        return double.TryParse(answer, CultureInfo.InvariantCulture, out var count) && count == sample.Events.Count
            ? Judge(question, answer)
            : throw new LogSourceException(Say(sample.Window, "gave other events the second time it was read: events are still coming in. Choose an older one by --from and --to."));
    }

    private async Task<SemanticFinding> AskAsync(SemanticQuestion question, SemanticSample sample, CancellationToken cancellationToken)
    {
        if (!question.CanTell)
        {
            return new SemanticFinding(SemanticOutcome.NotTold, $"{question.Topic} cannot be told: this window holds no {question.Needs}.");
        }

        var answers = new List<string>();
        foreach (var probe in question.Probes)
        {
            try
            {
                var rows = (await AskAsync(probe, sample.Window, cancellationToken)).Rows;
                answers.Add(SemanticQuestions.Join([.. rows.Select(r => r.GetValueOrDefault(probe.Column))]));
            }
            catch (QueryRefusedException e)
            {
                return new SemanticFinding(SemanticOutcome.Differs, $"{question.Topic} cannot be told: CloudWatch Logs refuses the query {probe.Text}, which the embedded engine takes. It said: {e.Said}");
            }
        }

        return Judge(question, string.Join("; ", answers));
    }

    /// <summary>Tells by an answer which reading holds.</summary>
    internal static SemanticFinding Judge(SemanticQuestion question, string answer)
    {
        var held = question.Readings.Where(r => question.IsSame(r.Answer, answer)).ToList();
        if (!question.IsDependedOn)
        {
            return held.Count switch
            {
                1 => new SemanticFinding(SemanticOutcome.Found, $"{question.Topic} {held[0].Sentence}. {question.Aside}"),
                0 => new SemanticFinding(SemanticOutcome.Found, $"{question.Topic} is read in a way of its own. {question.Aside} The answer was {Short(answer)}."),
                _ => new SemanticFinding(SemanticOutcome.NotTold, $"{question.Topic} cannot be told: this window holds no {question.Needs}."),
            };
        }

        var ours = question.Readings[0];
        var pronoun = ours.Sentence.StartsWith("are ", StringComparison.Ordinal) || ours.Sentence.StartsWith("come ", StringComparison.Ordinal) ? "they" : "it";
        return held.Contains(ours)
            ? new SemanticFinding(SemanticOutcome.Holds, $"{question.Topic} {ours.Sentence}.")
            : held.Count > 0
            ? new SemanticFinding(SemanticOutcome.Differs, $"{question.Topic} {string.Join(", or ", held.Select(r => r.Sentence))}. In the embedded engine, {pronoun} {ours.Sentence}.")
            : new SemanticFinding(SemanticOutcome.Differs, $"{question.Topic} is read in a way of its own: the answer was {Short(answer)}, where {Short(ours.Answer)} was expected. In the embedded engine, {pronoun} {ours.Sentence}.");
    }

    private static string Short(string answer) => answer.Length <= MostCharacters ? answer : answer[..MostCharacters] + "…";

    /// <summary>What is said of a query that cannot be compiled.</summary>
    private async Task<SemanticFinding> MisspellAsync(SemanticSample sample, CancellationToken cancellationToken)
    {
        // The guide's own text had no stats once.
        const string Text = "fields @timestamp | count() by bin(1m)";
        try
        {
            await AskAsync(new SemanticProbe(Text, "@timestamp"), sample.Window, cancellationToken);
            return new SemanticFinding(SemanticOutcome.Differs, $"A query that the embedded engine refuses is taken: {Text}");
        }
        catch (QueryRefusedException e)
        {
            var place = e.Place is { } at
                ? string.Create(CultureInfo.InvariantCulture, $"with its place, character {at}")
                : "without its place";
            return new SemanticFinding(SemanticOutcome.Found, $"A query that cannot be compiled is refused, {place}. Nothing depends on it here. It said: {e.Said}");
        }
    }

    private async Task<AskedRows> AskAsync(SemanticProbe probe, TimeWindow window, CancellationToken cancellationToken)
    {
        Queries++;
        var (from, to) = probe.Seconds ?? (window.FromMicros / SecondMicros, window.ToMicros / SecondMicros);
        return await source.AskAsync(new AskedQuery(probe.Text, from, to, probe.RowLimit), meter.Report, cancellationToken);
    }

    private static InputRecord? ToRecord(IReadOnlyDictionary<string, string> row) =>
        row.TryGetValue("@message", out var message) && row.TryGetValue("@timestamp", out var time) && CarrierTime.TryParse(Encoding.UTF8.GetBytes(time), out var micros)
            ? new InputRecord { Message = Encoding.UTF8.GetBytes(message), SourceTimeMicros = micros, LogStream = row.GetValueOrDefault("@logStream"), File = "", Line = 0 }
            : null;

    private static string Say(TimeWindow window, string rest) =>
        string.Create(CultureInfo.InvariantCulture, $"The window from {window.From:yyyy-MM-dd HH:mm:ss} to {window.To:yyyy-MM-dd HH:mm:ss} UTC {rest}");
}
