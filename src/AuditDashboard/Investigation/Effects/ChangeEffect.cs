using AuditDashboard.Kubernetes.Access;
using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Shared.Text;

namespace AuditDashboard.Investigation.Effects;

/// <summary>What a change makes allowed, as short as a line of a list has room for: the same as the change's panel says at length.</summary>
public sealed record ChangeEffect
{
    /// <summary>How much a look is called for; null where that cannot be told.</summary>
    public RiskLevel? Level { get; private init; }

    /// <summary>Counts with their signs, such as +14 and −1, or one remark; empty for a request that took no effect. Holds no text of events.</summary>
    public IReadOnlyList<ChangeItem> Parts { get; private init; } = [];

    /// <summary>One sentence, or two. Holds no text of events.</summary>
    public required string Words { get; init; }

    /// <summary>Of a change whose record is not stored any more.</summary>
    public static ChangeEffect Gone { get; } = CannotTell("The record is no longer stored.");

    /// <summary>The effect of a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="view">What it allows.</param>
    public static ChangeEffect Of(ChangeView change, ImpactView view)
    {
        if (change.Write is null)
        {
            return new ChangeEffect { Level = RiskLevel.None, Words = "This record changed nothing by itself." };
        }

        if (view.Impact is not { } impact)
        {
            return CannotTell(view.CannotTell ?? "What it allows cannot be told.");
        }

        var effect = change.Objects is [{ Diff.Diff.AwsAuth: { } rows }] ? OfRows(rows, view) : OfPermissions(impact, view);
        return effect with { Level = impact.Risk.Level, Parts = view.IsRequestOnly ? [] : effect.Parts, Words = effect.Words + (view.IsRequestOnly ? " The request took no effect." : "") };
    }

    private static ChangeEffect CannotTell(string why) => new() { Parts = [new ChangeItem(ChangeSide.None, "cannot tell")], Words = "What it allows cannot be told: " + why };

    private static ChangeEffect OfPermissions(ChangeImpact impact, ImpactView view)
    {
        var (gained, lost) = (impact.Deltas.Sum(delta => delta.Gained.Count), impact.Deltas.Sum(delta => delta.Lost.Count));
        if (view.IsBeforeUnknown)
        {
            return new ChangeEffect
            {
                Parts = [new ChangeItem(ChangeSide.None, "unknown before")],
                Words = $"What was allowed before is not known; what it leaves {(gained > 0 ? $"allows {view.AtLeast}{Numbers.Count(gained, "permission")}" : "gives nobody anything, as far as is known")}.",
            };
        }

        if (impact.Unresolved.Count > 0)
        {
            return new ChangeEffect
            {
                Parts = [.. Signed(gained, lost), new ChangeItem(ChangeSide.None, gained + lost > 0 ? "and more" : "cannot tell")],
                Words = $"{Allows(view)} {view.AtLeast}{More(gained, lost)}, and what {Numbers.Count(impact.Unresolved.Count, "role")} of unknown rules {(impact.Unresolved.Count == 1 ? "gives" : "give")}.",
            };
        }

        return gained + lost == 0
            ? new ChangeEffect { Parts = [new ChangeItem(ChangeSide.None, "none")], Words = $"Nobody gains or loses a permission{(view.AtLeast.Length > 0 ? ", as far as is known" : "")}." }
            : new ChangeEffect { Parts = Signed(gained, lost), Words = $"{Allows(view)} {view.AtLeast}{More(gained, lost)}." };
    }

    private static ChangeEffect OfRows(AwsAuthDiff diff, ImpactView view)
    {
        if (diff.BreaksParsing)
        {
            return new ChangeEffect { Parts = [new ChangeItem(ChangeSide.Removed, "locked out")], Words = $"The text {(view.IsRequestOnly ? "could" : "can")} no longer be read: whom it maps {(view.IsRequestOnly ? "would be" : "is")} locked out." };
        }

        if (view.IsBeforeUnknown)
        {
            return new ChangeEffect { Parts = [new ChangeItem(ChangeSide.None, "unknown before")], Words = $"The rows before are not known; it {(view.IsRequestOnly ? "asked for" : "leaves")} {Numbers.Count(diff.Rows.Count, "row")}." };
        }

        int Count(AwsAuthChangeKind kind) => diff.Rows.Count(row => row.Kind == kind);
        var (added, removed, changed) = (Count(AwsAuthChangeKind.Added), Count(AwsAuthChangeKind.Removed), Count(AwsAuthChangeKind.Changed));
        List<ChangeItem> parts = [.. Signed(added, removed, " row", " rows")];
        if (changed > 0)
        {
            parts.Add(new ChangeItem(ChangeSide.None, $"{Numbers.Count(changed)} changed"));
        }

        if (diff.RepairsParsing)
        {
            parts.Add(new ChangeItem(ChangeSide.None, "reads again"));
        }

        return new ChangeEffect
        {
            Parts = parts.Count > 0 ? parts : [new ChangeItem(ChangeSide.None, "none")],
            Words = $"{Numbers.Count(added, "row")} added, {Numbers.Count(removed)} removed, {Numbers.Count(changed)} changed{(diff.RepairsParsing ? "; the text can be read again" : "")}.",
        };
    }

    private static string Allows(ImpactView view) => view.IsRequestOnly ? "It asked to allow" : "It allows";

    private static string More(int gained, int lost) => (gained, lost) switch
    {
        ( > 0, > 0) => $"{Numbers.Count(gained, "permission")} more and {Numbers.Count(lost)} fewer",
        (_, > 0) => $"{Numbers.Count(lost, "permission")} fewer",
        _ => $"{Numbers.Count(gained, "permission")} more",
    };

    private static List<ChangeItem> Signed(int added, int removed, string one = "", string many = "")
    {
        var parts = new List<ChangeItem>();
        if (added > 0)
        {
            parts.Add(new ChangeItem(ChangeSide.Added, "+" + Numbers.Count(added) + (added == 1 ? one : many)));
        }

        if (removed > 0)
        {
            parts.Add(new ChangeItem(ChangeSide.Removed, "−" + Numbers.Count(removed) + (removed == 1 ? one : many)));
        }

        return parts;
    }
}
