using AuditDashboard.Collection;
using AuditDashboard.Explore.Running;
using AuditDashboard.Harvest.Asking;
using AuditDashboard.Harvest.Costs;
using AuditDashboard.Shared.Text;

namespace AuditDashboard.Explore.Asking;

/// <summary>What Explore says of queries on CloudWatch.</summary>
internal static class AskWords
{
    /// <summary>What a run would cost, and what may be spent.</summary>
    public static string Estimate(AskPlan plan)
    {
        if (Obstacle(plan) is { } obstacle)
        {
            return obstacle;
        }

        var cost = plan is { Bytes: { } bytes, Dollars: { } dollars }
            ? $"It would scan about {CostWords.Bytes(bytes)}, {CostWords.Dollars(dollars)}{(plan.MostDollars is { } most && most > dollars * 1.05 && CostWords.Dollars(most) != CostWords.Dollars(dollars) ? $", {CostWords.Dollars(most)} at most" : "")}, by what scans of the last days found: filters do not make it cheaper, a shorter time does."
            : "What it would scan is not known: no scan of the last days says how much the log holds.";
        return $"{cost} {Budget(plan)}";
    }

    /// <summary>The button that runs it.</summary>
    public static string Button(AskPlan plan) => plan.Dollars is not { } dollars ? "Run, at a cost that is not known"
        : CostWords.Dollars(dollars) is var price && price.StartsWith("under ", StringComparison.Ordinal) ? $"Run for {price}"
        : $"Run for about {price}";

    /// <summary>How far a run is.</summary>
    public static string Progress(ExploreProgress progress) => progress.Records == 0 && progress.Bytes == 0
        ? "CloudWatch runs the query: it has not said yet how far it is"
        : $"CloudWatch runs the query: {Numbers.Count(progress.Records, "record")} and {CostWords.Bytes(progress.Bytes)} scanned so far, {ExploreWords.Took(progress.Elapsed)}";

    /// <summary>What a run cost.</summary>
    public static string Cost(RunCost cost) => cost.Bytes is { } bytes
        ? $"{CostWords.Bytes(bytes)} scanned for {CostWords.Dollars(cost.Dollars)}"
        : "CloudWatch does not say what it scanned";

    /// <summary>Why there is no result.</summary>
    public static string Failure(AskAnswer answer)
    {
        var spent = answer.Bytes is { } bytes ? $"{CostWords.Bytes(bytes)} were scanned until then, {CostWords.Dollars(answer.Dollars)}." : "What was scanned until then is not known.";
        return answer switch
        {
            { Error: { } error } => answer.Bytes is null ? error : $"{error} {spent}",
            { IsCancelled: true, Plan.Window.IsEmpty: true } => "The query was cancelled before its turn came. Nothing was asked.",
            { IsCancelled: true } => $"You cancelled the query, and CloudWatch was told to stop it. There is no result. {spent}",
            _ => Obstacle(answer.Plan) ?? "There is no result.",
        };
    }

    /// <summary>What must be known before the rows are believed.</summary>
    public static IEnumerable<Caution> Cautions(ExploreResult result)
    {
        if (result.IsPerhapsCut)
        {
            yield return Caution.Warning($"CloudWatch gave {Numbers.Count(result.Rows.Count, "row")}, which is the most that it gives to a query without limit: there may be more. Write 'limit N', up to 100 000, or count with 'stats'.");
        }

        yield return Caution.Note("From CloudWatch: whatever the log group holds of the time by now, whole seconds, the last one included; the newest events may not be delivered yet.");
        yield return Caution.Note("CloudWatch searched the records as they were written. Secrets were then taken out of whole messages; other columns are as CloudWatch gave them but for what looks like a token.");
    }

    private static string? Obstacle(AskPlan plan) => plan.Obstacle switch
    {
        AskObstacle.None => null,
        AskObstacle.NoSource => "No cluster of that name takes queries here. Choose one whose source is CloudWatch.",
        AskObstacle.NotYet => "The time range has not begun yet: there is nothing to ask for.",
        AskObstacle.UnknownLog => $"It is not known yet how much the log of {LogSegments.ToPlain(plan.Cluster, 100)} holds, so that under a budget no more than {UtcText.Length(ScanBudget.Probe)} at once are asked for. Choose a shorter time range, or wait for the next harvest, which tells.",
        AskObstacle.Budget => $"It is not run: it may cost up to {(plan.MostDollars is { } most ? CostWords.Dollars(most) : "more than is left")}, by the busiest scan of the last days. {Budget(plan)} Choose a shorter time range, or run it after 00:00 UTC. The setting is Harvest:DailyBudget.",
        _ => "It is not run.",
    };

    private static string Budget(AskPlan plan) => plan is { DailyBudget: { } daily, BudgetLeft: { } left }
        ? $"Of today’s budget of {CostWords.Dollars(daily)}, {CostWords.Dollars(left)} are left for it{(plan.Reserve > 0 ? $"; {CostWords.Dollars(plan.Reserve.Value)} are kept for changes of rights" : "")}."
        : "No budget is set.";
}
