using AuditDashboard.Kubernetes.History;
using AuditDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation;

/// <summary>What a change did, how grave that is and why, how sure the state before is, and the text that takes it back.</summary>
public sealed partial class ChangeSummary
{
    private const int MaxObjects = 5;
    private const int MaxItems = 8;

    private Dictionary<ChangedObject, IReadOnlyList<ChangeItem>> _items = [];
    private ChangeView? _read;

    /// <summary>The change.</summary>
    [Parameter, EditorRequired]
    public required ChangeView Change { get; set; }

    /// <summary>What it allows; null until that is worked out.</summary>
    [Parameter]
    public ImpactView? Impact { get; set; }

    /// <summary>A sentence if that failed.</summary>
    [Parameter]
    public string? ImpactFailure { get; set; }

    /// <summary>What of the panel is shown.</summary>
    [Parameter, EditorRequired]
    public required ChangePanelState State { get; set; }

    /// <summary>The URL that shows something else of the same change.</summary>
    [Parameter, EditorRequired]
    public required Func<ChangePanelState, string> UrlFor { get; set; }

    /// <summary>Told once the version before was found further back.</summary>
    [Parameter]
    public EventCallback OnFound { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_read, Change))
        {
            _read = Change;
            _items = Change.Objects.ToDictionary(changed => changed, changed => ChangeWords.Items(changed.Version), (IEqualityComparer<ChangedObject>)ReferenceEqualityComparer.Instance);
        }
    }

    private IReadOnlyList<ChangeItem> ItemsOf(ChangedObject changed) => _items[changed];

    private static string CssOf(ChangeSide side) => side switch
    {
        ChangeSide.Added => "add",
        ChangeSide.Removed => "del",
        _ => "note",
    };

    private static string SignOf(ChangeSide side) => side switch
    {
        ChangeSide.Added => "+",
        ChangeSide.Removed => "−",
        _ => "",
    };

    private static string WordOf(ChangeSide side) => side switch
    {
        ChangeSide.Added => "added: ",
        ChangeSide.Removed => "removed: ",
        _ => "",
    };

    private static string BasisOf(ChangedObject changed) => (changed.Version.Link, changed.Version.Before.Existence) switch
    {
        (VersionLink.None, _) when changed.Change.Stored.HasOlder && changed.Version.Before.Unknown == UnknownReason.NotSeenBefore => "The state before is older than the versions that are followed here.",
        (VersionLink.None, _) => "Unknown before this. " + UnknownReasons.Words(changed.Version.Before.Unknown),
        (VersionLink.Proven, Existence.Absent) => "There was no such object before: the record itself says so.",
        (VersionLink.Proven, _) when changed.BeforeRow is not null => "Compared with the version that the record itself names, of",
        (VersionLink.Proven, _) => "Compared with what the record itself tells of the state before.",
        (_, Existence.Absent) => "There was no such object before, as far as is known.",
        _ when changed.BeforeRow is not null => "Compared with the last version known, of",
        _ => "Compared with the last version known.",
    };

    // The line breaks are ours; everything else that cannot be seen becomes a mark.
    private static IEnumerable<LogSegment> Segments(string text) =>
        text.Split('\n').SelectMany((line, i) => i == 0 ? LogSegments.Split(line) : LogSegments.Split(line).Prepend(new LogSegment("\n", null)));
}
