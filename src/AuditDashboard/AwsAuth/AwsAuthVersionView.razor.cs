using AuditDashboard.Kubernetes.AwsAuth;
using AuditDashboard.Shared.Diffs;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.AwsAuth;

/// <summary>One write to aws-auth: who, whether allowed and why, what it did to the rows or the text.</summary>
public sealed partial class AwsAuthVersionView
{
    /// <summary>The write.</summary>
    [Parameter, EditorRequired]
    public required AwsAuthVersion Version { get; set; }

    /// <summary>True shows the difference of the text in place of that of the rows.</summary>
    [Parameter]
    public bool ShowsText { get; set; }

    /// <summary>True for the selected one.</summary>
    [Parameter]
    public bool IsSelected { get; set; }

    private string Words
    {
        get
        {
            var verb = (Version.Event.Row.Verb, Version.IsEffective) switch
            {
                ("create", true) => "created",
                ("update", true) => "updated",
                ("patch", true) => "patched",
                ("delete" or "deletecollection", true) => "deleted",
                ("create" or "update" or "patch" or "delete", false) => "tried to " + Version.Event.Row.Verb,
                ("deletecollection", false) => "tried to delete",
                (_, true) => "wrote",
                (_, false) => "tried to write",
            };
            return $" {verb} aws-auth: {(Version.IsEffective ? AwsAuthWords.Effect(Version) : $"{AwsAuthWords.Summary(Version)} ({AwsAuthWords.Effect(Version)})")}.";
        }
    }

    private IEnumerable<TextDiff> TextDiffs
    {
        get
        {
            var after = Version.After ?? AwsAuthText.Empty;
            (string Key, string? Before, string? After)[] keys =
            [
                ("mapRoles", Version.Before?.MapRoles, after.MapRoles),
                ("mapUsers", Version.Before?.MapUsers, after.MapUsers),
                ("mapAccounts", Version.Before?.MapAccounts, after.MapAccounts),
            ];
            return keys.Where(k => k.Before is not null || k.After is not null)
                .Select(k => Version.Before is null ? TextDiff.Plain(k.Key, k.After) : TextDiff.Between(k.Key, k.Before, k.After));
        }
    }
}
