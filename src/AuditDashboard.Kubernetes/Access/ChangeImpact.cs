using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Kubernetes.Changes;
using AuditDashboard.Kubernetes.Rbac;

namespace AuditDashboard.Kubernetes.Access;

/// <summary>What a change newly allows, to whom, and how grave that is.</summary>
/// <param name="Deltas">Per user or group whose bindings differ, in the order of names; those without difference are left out.</param>
/// <param name="AwsAuth">What a change of aws-auth calls for a look at.</param>
/// <param name="Risk">The level with its reasons.</param>
/// <param name="IsAtLeast">The state is not complete, so there may be more, and what was gained may have been there before by another way.</param>
public sealed record ChangeImpact(IReadOnlyList<PermissionDelta> Deltas, IReadOnlyList<AwsAuthFinding> AwsAuth, Risk Risk, bool IsAtLeast)
{
    /// <summary>What the change gives of roles whose rules are not known, so that <see cref="Deltas"/> cannot tell it.</summary>
    public IReadOnlyList<UnresolvedGrant> Unresolved { get; init; } = [];

    private const int MaxReasons = 20;
    private const long MaxComparisons = 5_000_000;

    /// <summary>Compares the states before and after a change.</summary>
    public static ChangeImpact Between(AccessState before, AccessState after)
    {
        var old = Grants(before);
        var now = Grants(after);
        var same = new Dictionary<(IReadOnlyList<PolicyRule>, IReadOnlyList<PolicyRule>), bool>();
        var isWritten = true;
        var deltas = new List<PermissionDelta>();
        foreach (var principal in old.Keys.Union(now.Keys).OrderBy(p => p.ToString(), StringComparer.Ordinal))
        {
            var (oldGrants, newGrants) = (old.GetValueOrDefault(principal) ?? [], now.GetValueOrDefault(principal) ?? []);
            if (IsSame(oldGrants, newGrants, same))
            {
                continue;
            }

            var (heldBefore, heldAfter) = (Held(oldGrants, ref isWritten), Held(newGrants, ref isWritten));
            var (gained, lost) = (Only(heldAfter, heldBefore), Only(heldBefore, heldAfter));
            if (gained.Count + lost.Count > 0)
            {
                deltas.Add(new PermissionDelta(principal, gained, lost));
            }
        }

        var (findings, letIn) = before.AwsAuth is { } rows && after.AwsAuth is { } left ? OfRows(rows, left) : ([], []);
        var unresolved = UnresolvedGrant.Between(before, after);
        return new ChangeImpact(deltas, findings, RiskOf(deltas, unresolved, findings, letIn), !before.IsComplete || !after.IsComplete || !isWritten) { Unresolved = unresolved };
    }

    /// <summary>The rules that each user or group is given, by binding.</summary>
    private static Dictionary<AccessPrincipal, List<(AccessBinding Binding, IReadOnlyList<PolicyRule> Rules)>> Grants(AccessState state)
    {
        var grants = new Dictionary<AccessPrincipal, List<(AccessBinding, IReadOnlyList<PolicyRule>)>>();
        foreach (var binding in state.Bindings)
        {
            if (state.RulesOf(binding) is { Count: > 0 } rules)
            {
                foreach (var principal in binding.Subjects.Select(binding.PrincipalOf).OfType<AccessPrincipal>().Distinct())
                {
                    if (!grants.TryGetValue(principal, out var list))
                    {
                        grants.Add(principal, list = []);
                    }

                    list.Add((binding, rules));
                }
            }
        }

        return grants;
    }

    private static bool IsSame(
        List<(AccessBinding Binding, IReadOnlyList<PolicyRule> Rules)> left,
        List<(AccessBinding Binding, IReadOnlyList<PolicyRule> Rules)> right,
        Dictionary<(IReadOnlyList<PolicyRule>, IReadOnlyList<PolicyRule>), bool> known)
    {
        return left.Count == right.Count && left.Zip(right).All(pair => pair.First.Binding.Key == pair.Second.Binding.Key && HaveSameRules(pair.First.Rules, pair.Second.Rules));

        // Thousands of bindings give the same few roles.
        bool HaveSameRules(IReadOnlyList<PolicyRule> a, IReadOnlyList<PolicyRule> b)
        {
            if (!known.TryGetValue((a, b), out var isSame))
            {
                known.Add((a, b), isSame = a.Count == b.Count && a.Zip(b).All(pair => pair.First.IsSame(pair.Second)));
            }

            return isSame;
        }
    }

    private static Dictionary<(string Namespace, Permission Permission), AccessBinding> Held(List<(AccessBinding Binding, IReadOnlyList<PolicyRule> Rules)> grants, ref bool isWritten)
    {
        var held = new Dictionary<(string, Permission), AccessBinding>();
        foreach (var (binding, rules) in grants)
        {
            var set = PermissionSet.Of(rules);
            isWritten &= set.IsComplete;
            foreach (var permission in set.Permissions)
            {
                // A URL lies in no namespace, so a binding of a namespace does not give it.
                if (binding.Namespace.Length == 0 || permission.NonResourceUrl is null)
                {
                    held.TryAdd((binding.Namespace, permission), binding);
                }
            }
        }

        return held;
    }

    private static IReadOnlyList<HeldPermission> Only(
        Dictionary<(string Namespace, Permission Permission), AccessBinding> here, Dictionary<(string Namespace, Permission Permission), AccessBinding> there)
    {
        var only = here.Where(entry => !IsHeld(entry.Key)).ToList();
        var wide = there.Keys.Where(key => key.Permission is { Verb: "*" } or { ApiGroup: "*" } or { Resource: "*" } || key.Permission.NonResourceUrl?.EndsWith('*') == true).ToList();

        // Beyond all that people write, comparing each with each would take minutes.
        wide = (long)wide.Count * only.Count > MaxComparisons ? [] : wide;
        return [.. only
            .Where(entry => !wide.Any(key => (key.Namespace.Length == 0 || key.Namespace == entry.Key.Namespace) && key.Permission.Covers(entry.Key.Permission)))
            .OrderBy(entry => entry.Key.Namespace, StringComparer.Ordinal).ThenBy(entry => entry.Key.Permission.ToString(), StringComparer.Ordinal)
            .Select(entry => new HeldPermission(entry.Key.Namespace, entry.Key.Permission, entry.Value))];

        // The same words, perhaps on all names or in the whole cluster.
        bool IsHeld((string Namespace, Permission Permission) key) =>
            there.ContainsKey(key)
            || there.ContainsKey(("", key.Permission))
            || there.ContainsKey((key.Namespace, key.Permission with { ResourceName = null }))
            || there.ContainsKey(("", key.Permission with { ResourceName = null }));
    }

    private static (IReadOnlyList<AwsAuthFinding> Findings, IReadOnlyList<string> LetIn) OfRows(AwsAuthContent before, AwsAuthContent after)
    {
        var findings = AwsAuthFindings.Of(before, after);
        return (findings, LetIn(before, after, findings));
    }

    /// <summary>Whom rows of aws-auth let in, or let in otherwise, of whom no finding tells: what their groups may do the bindings say, but it is more than nothing.</summary>
    private static IReadOnlyList<string> LetIn(AwsAuthContent before, AwsAuthContent after, IReadOnlyList<AwsAuthFinding> findings)
    {
        var old = before.Counting.ToDictionary(AwsAuthDiff.Key);
        var told = findings.Where(finding => finding.Row is not null).Select(finding => AwsAuthDiff.Key(finding.Row!)).ToHashSet(); // not null by the filter
        return
        [
            .. after.Counting
                .Where(row => !told.Contains(AwsAuthDiff.Key(row)))
                .Where(row => !old.TryGetValue(AwsAuthDiff.Key(row), out var was) || was.Username != row.Username || row.Groups.Except(was.Groups, StringComparer.Ordinal).Any())
                .Select(row => $"{row.Arn} is let in as {row.Username ?? "its ARN"}, in {(row.Groups.Count == 0 ? "no group" : string.Join(", ", row.Groups))}."),
        ];
    }

    private static Risk RiskOf(
        IReadOnlyList<PermissionDelta> deltas, IReadOnlyList<UnresolvedGrant> unresolved, IReadOnlyList<AwsAuthFinding> findings, IReadOnlyList<string> letIn)
    {
        var reasons = new List<(RiskLevel Level, string Words)>();
        reasons.AddRange(findings.Select(finding => (LevelOf(finding.Kind), finding.Words)));
        reasons.AddRange(letIn.Select(words => (RiskLevel.Low, words)));
        reasons.AddRange(unresolved.Select(grant => (grant.Level, grant.Words)));
        foreach (var delta in deltas)
        {
            foreach (var group in delta.Gained.GroupBy(held => held.Namespace))
            {
                var marks = group.SelectMany(held => EscalationMarks.Of(held.Permission, group.Key).Select(mark => (Mark: mark, Name: held.Permission.ResourceName)))
                    .GroupBy(entry => entry.Mark, entry => entry.Name).OrderBy(names => names.Key).ToList();
                var place = group.Key.Length == 0 ? "in the whole cluster" : $"in namespace {group.Key}";
                foreach (var mark in marks)
                {
                    var names = mark.Any(name => name is null) ? [] : mark.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
                    reasons.Add((LevelOf(mark.Key, group.Key, names), $"{delta.Principal} may {EscalationMarks.Words(mark.Key, names)} {place}."));
                }

                if (marks.Count == 0)
                {
                    reasons.Add((RiskLevel.Low, $"{delta.Principal} has {group.Count()} more permission{(group.Count() == 1 ? "" : "s")} {place}."));
                }

                if (delta.Principal is { IsGroup: true, Name: "system:unauthenticated" or "system:authenticated" or "system:serviceaccounts" } or { IsGroup: false, Name: "system:anonymous" })
                {
                    reasons.Add((RiskLevel.High, $"{delta.Principal} is nobody in particular: what it may do, very many may."));
                }
            }
        }

        var sorted = reasons.OrderByDescending(reason => reason.Level).ToList();
        return new Risk(sorted is [var first, ..] ? first.Level : RiskLevel.None, [.. sorted.Select(reason => reason.Words).Distinct(StringComparer.Ordinal).Take(MaxReasons)]);
    }

    // What is limited to names of no special kind leads less far. Signers, nodes and webhooks are always given by name.
    private static RiskLevel LevelOf(EscalationMark mark, string space, List<string> names) =>
        names.Count > 0 && (mark is EscalationMark.Bind or EscalationMark.Escalate or EscalationMark.Impersonate or EscalationMark.Secrets) && !names.Any(IsGrave)
            ? LevelOf(mark, space) - 1
            : LevelOf(mark, space);

    private static bool IsGrave(string name) => name is "cluster-admin" or "admin" or "kubernetes-admin" || name.StartsWith("system:", StringComparison.Ordinal);

    private static RiskLevel LevelOf(EscalationMark mark, string space) => mark switch
    {
        EscalationMark.SystemMasters or EscalationMark.AwsAuth => RiskLevel.Critical,
        EscalationMark.Everything => space.Length == 0 || space == "kube-system" ? RiskLevel.Critical : RiskLevel.High,
        EscalationMark.Escalate or EscalationMark.Bind or EscalationMark.Impersonate or EscalationMark.Certificates => space.Length == 0 ? RiskLevel.Critical : RiskLevel.High,
        _ => space.Length == 0 || space == "kube-system" ? RiskLevel.High : RiskLevel.Medium,
    };

    private static RiskLevel LevelOf(AwsAuthFindingKind kind) => kind switch
    {
        AwsAuthFindingKind.MastersGranted or AwsAuthFindingKind.BreaksParsing => RiskLevel.Critical,
        AwsAuthFindingKind.PowerfulGroupGranted or AwsAuthFindingKind.PowerfulUsername or AwsAuthFindingKind.AccountWide
            or AwsAuthFindingKind.LastAdminRemoved or AwsAuthFindingKind.NodeRoleRemoved => RiskLevel.High,
        _ => RiskLevel.Medium,
    };
}
