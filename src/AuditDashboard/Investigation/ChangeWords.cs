using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Kubernetes.Changes;
using AuditDashboard.Kubernetes.History;

namespace AuditDashboard.Investigation;

/// <summary>Says in words what a version changed; pages, the API and the command line say the same.</summary>
public static class ChangeWords
{
    /// <summary>What came of a write.</summary>
    public static string Outcome(ObjectWrite write) =>
        write.IsDryRun ? "dry run"
        : write.Effect switch
        {
            WriteEffect.Applied => "allowed",
            WriteEffect.Uncertain => "unclear",
            _ => Outcomes.Words(Outcomes.Of(write.Code)),
        };

    /// <summary>How sure the state before is: proven, last known, or unknown with its reason.</summary>
    public static string Before(ObjectVersion version) => version.Link switch
    {
        VersionLink.Proven => "proven",
        VersionLink.Adjacent => "last known",
        _ => "unknown before this: " + UnknownReasons.Words(version.Before.Unknown),
    };

    /// <summary>What a version changed, one item each; at least one.</summary>
    public static IReadOnlyList<ChangeItem> Items(ObjectVersion version)
    {
        var items = new List<ChangeItem>();
        if (version.IsObservation)
        {
            return Observed(version);
        }

        if (version.Write.Effect == WriteEffect.Applied)
        {
            AddExistence(version, items);
        }
        else if (version.Write.Verb is "delete" or "deletecollection")
        {
            return [new(ChangeSide.None, "asked to delete")];
        }

        if (VersionDiff.Of(version) is not { } change)
        {
            if (version.Write.Effect == WriteEffect.Applied && (!version.Before.IsKnown || !version.After.IsKnown))
            {
                items.Add(new(ChangeSide.None, "what changed is not known"));
            }

            return items.Count > 0 ? items
                : [new(ChangeSide.None, version.Requested is null ? "what was asked for is not known" : "what of the request is new is not known, since the version before is not")];
        }

        if (change.ReplacedWriteId is not null)
        {
            items.Add(new(ChangeSide.None, "deleted and made again"));
        }

        AddDiff(change.Diff, items);
        return items.Count == 0 ? [new(ChangeSide.None, "nothing")] : items;
    }

    /// <summary>What a listing showed that was not known before: where something was, the change in between was not collected.</summary>
    private static List<ChangeItem> Observed(ObjectVersion version)
    {
        var items = new List<ChangeItem> { new(ChangeSide.None, version.After.Existence == Existence.Absent ? "a listing showed that it was not there" : "a listing showed it") };
        if (version.Before.IsKnown)
        {
            items.Add(new(ChangeSide.None, "the last known version was another, so at least one change before this was not collected"));
        }

        if (version is { Before.Content: { } before, After.Content: { } after })
        {
            AddDiff(ObjectDiff.Between(version.Key.Kind, before, after), items);
        }

        return items;
    }

    private static void AddExistence(ObjectVersion version, List<ChangeItem> items)
    {
        switch (version.Before.Existence, version.After.Existence)
        {
            case (Existence.Absent, Existence.Present):
                items.Add(new(ChangeSide.None, "created"));
                break;
            case (not Existence.Absent, Existence.Absent):
                items.Add(new(ChangeSide.None, "deleted"));
                break;
            case (_, Existence.Present) when version.After.IsBeingDeleted && !version.Before.IsBeingDeleted:
                items.Add(new(ChangeSide.None, "deleted, waits for its finalizers"));
                break;
        }

        if (!version.After.IsKnown)
        {
            items.Add(new(ChangeSide.None, UnknownReasons.Words(version.After.Unknown)));
        }
    }

    private static void AddDiff(ObjectDiff diff, List<ChangeItem> items)
    {
        items.AddRange(diff.Granted.Select(granted => Added($"{granted.Permission}{(granted.IsCovered ? " (was allowed already)" : "")}")));
        items.AddRange(diff.Taken.Select(taken => Removed($"{taken.Permission}{(taken.IsCovered ? " (is still allowed)" : "")}")));
        if (!diff.ArePermissionsComplete)
        {
            items.Add(new(ChangeSide.None, $"more than {PermissionSet.MaxCount} permissions: these are not all"));
        }

        items.AddRange(diff.SubjectsAdded.Select(subject => Added(subject.ToString())));
        items.AddRange(diff.SubjectsRemoved.Select(subject => Removed(subject.ToString())));
        if (diff.RoleAfter is { } role)
        {
            items.Add(Added($"gives {role}"));
        }

        if (diff.RoleBefore is { } old)
        {
            items.Add(Removed($"gives {old}"));
        }

        items.AddRange(diff.SelectorsAdded.Select(selector => Added($"takes in roles by {selector}")));
        items.AddRange(diff.SelectorsRemoved.Select(selector => Removed($"takes in roles by {selector}")));
        AddRows(diff.AwsAuth, items);
        AddFields("label ", diff.Labels, items);
        AddFields("annotation ", diff.Annotations, items);
        AddFields("", diff.Fields, items);
    }

    private static void AddRows(AwsAuthDiff? diff, List<ChangeItem> items)
    {
        foreach (var row in diff?.Rows.Where(row => row.Kind != AwsAuthChangeKind.Same) ?? [])
        {
            items.AddRange(row.Before is { } before ? [Removed(Row(before))] : []);
            items.AddRange(row.After is { } after ? [Added(Row(after))] : []);
        }

        foreach (var fault in diff?.Faults.Where(fault => fault.IsPartial) ?? [])
        {
            items.Add(new(ChangeSide.None, $"a value is passed over: {fault}"));
        }

        if (diff is { BreaksParsing: true })
        {
            items.Add(new(ChangeSide.None, "the text can no longer be read"));
        }

        if (diff is { RepairsParsing: true })
        {
            items.Add(new(ChangeSide.None, "the text can be read again"));
        }
    }

    private static string Row(AwsAuthRow row) => row.Kind == AwsAuthRowKind.Account ? $"everyone of account {row.Arn}, each as its ARN" : $"{row.Arn} as {row.Username ?? "its ARN"} in {(row.Groups.Count == 0 ? "no group" : string.Join(", ", row.Groups))}";

    private static void AddFields(string what, IReadOnlyList<FieldChange> changes, List<ChangeItem> items)
    {
        foreach (var change in changes)
        {
            items.AddRange(change.Before is null ? [] : [Removed($"{what}{change.Name}={change.Before}")]);
            items.AddRange(change.After is null ? [] : [Added($"{what}{change.Name}={change.After}")]);
        }
    }

    private static ChangeItem Added(string text) => new(ChangeSide.Added, text);

    private static ChangeItem Removed(string text) => new(ChangeSide.Removed, text);
}
