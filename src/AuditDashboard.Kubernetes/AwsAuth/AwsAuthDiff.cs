namespace AuditDashboard.Kubernetes.AwsAuth;

/// <summary>What became of a row.</summary>
public enum AwsAuthChangeKind
{
    /// <summary>It is as it was.</summary>
    Same,

    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>The same principal with another username or other groups.</summary>
    Changed,
}

/// <summary>A row before and after.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Before">The row before; null where added.</param>
/// <param name="After">The row after; null where removed.</param>
public sealed record AwsAuthRowChange(AwsAuthChangeKind Kind, AwsAuthRow? Before, AwsAuthRow? After);

/// <summary>What a change of <c>aws-auth</c> did.</summary>
/// <param name="Rows">
/// Every row, in the order after the change, removed ones last. Rows of a key that can no longer be read are left out; of one that can be read again all are
/// added, since before it mapped nobody.
/// </param>
/// <param name="MastersGranted">Rows that put someone into <c>system:masters</c> who was not in it before; none that a later row of the ARN stands in for.</param>
/// <param name="BreaksParsing">The text could be read before and cannot now: whoever that key maps is locked out.</param>
/// <param name="RepairsParsing">The text could not be read before and can now.</param>
/// <param name="Faults">Why the text after the change, or a value in it, cannot be read; empty where all can.</param>
public sealed record AwsAuthDiff(
    IReadOnlyList<AwsAuthRowChange> Rows, IReadOnlyList<AwsAuthRow> MastersGranted, bool BreaksParsing, bool RepairsParsing, IReadOnlyList<AwsAuthFault> Faults)
{
    private readonly HashSet<AwsAuthRow> _countingAfter = [];

    /// <summary>The rows that mapped somebody before, where that is known: of those of one ARN the last.</summary>
    public IReadOnlyList<AwsAuthRow> CountingBefore { get; init; } = [];

    /// <summary>The rows that map somebody after the change.</summary>
    public IReadOnlyList<AwsAuthRow> CountingAfter
    {
        get;
        init
        {
            field = value;
            _countingAfter = new HashSet<AwsAuthRow>(value, ReferenceEqualityComparer.Instance);
        }
    } = [];

    /// <summary>Whether a row after the change maps nobody, since another one of its ARN comes later.</summary>
    public bool IsPassedOver(AwsAuthRow row) => !_countingAfter.Contains(row);

    /// <summary>Compares two states.</summary>
    /// <param name="before">The state before; null where it is not known: then no row counts as added, removed or changed, and <see cref="MastersGranted"/> is empty.</param>
    /// <param name="after">The state after.</param>
    public static AwsAuthDiff Between(AwsAuthText? before, AwsAuthText after)
    {
        var now = AwsAuthParser.Parse(after);
        if (before is null)
        {
            return new AwsAuthDiff([.. now.Rows.Select(row => new AwsAuthRowChange(AwsAuthChangeKind.Same, row, row))], [], false, false, now.Faults)
            {
                CountingBefore = now.Counting,
                CountingAfter = now.Counting,
            };
        }

        var then = AwsAuthParser.Parse(before);
        var broken = now.Broken.ToHashSet(StringComparer.Ordinal);
        var left = then.Rows.Where(IsTold).GroupBy(Key).ToDictionary(group => group.Key, group => group.ToList());
        var told = now.Rows.Where(IsTold).ToList();

        // Where an ARN has several rows, those that stayed are found first: rows in another order are no change.
        var same = new Dictionary<int, AwsAuthRow>();
        for (var i = 0; i < told.Count; i++)
        {
            if (left.TryGetValue(Key(told[i]), out var candidates) && candidates.FindIndex(told[i].IsSameMapping) is >= 0 and var at)
            {
                same.Add(i, candidates[at]);
                candidates.RemoveAt(at);
            }
        }

        var rows = told.Select((row, i) =>
        {
            if (same.TryGetValue(i, out var match))
            {
                return new AwsAuthRowChange(AwsAuthChangeKind.Same, match, row);
            }

            if (!left.TryGetValue(Key(row), out var candidates) || candidates.Count == 0)
            {
                return new AwsAuthRowChange(AwsAuthChangeKind.Added, null, row);
            }

            match = candidates[0];
            candidates.RemoveAt(0);
            return new AwsAuthRowChange(AwsAuthChangeKind.Changed, match, row);
        }).ToList();
        rows.AddRange(left.Values.SelectMany(candidates => candidates).Select(row => new AwsAuthRowChange(AwsAuthChangeKind.Removed, row, null)));
        var breaks = now.Broken.Except(then.Broken).Any();
        var repairs = then.Broken.Except(now.Broken).Any();

        // A key that is repaired grants anew to everyone in it: before, it mapped nobody.
        var mastersBefore = then.Counting.Where(row => row.IsMasters).Select(Key).ToHashSet();
        var granted = now.Counting.Where(row => row.IsMasters && !mastersBefore.Contains(Key(row))).ToList();
        return new AwsAuthDiff(rows, granted, breaks, repairs, now.Faults) { CountingBefore = then.Counting, CountingAfter = now.Counting };

        bool IsTold(AwsAuthRow row) => !broken.Contains(row.Kind switch
        {
            AwsAuthRowKind.Role => "mapRoles",
            AwsAuthRowKind.User => "mapUsers",
            _ => "mapAccounts",
        });
    }

    /// <summary>Whom a row maps. The authenticator does not care for the case of an ARN.</summary>
    public static (AwsAuthRowKind Kind, string Arn) Key(AwsAuthRow row) => (row.Kind, row.Arn.ToLowerInvariant());
}
