using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AuditDashboard.Shell;

/// <summary>The list of keys; js/shell.js listens to them.</summary>
public sealed partial class KeyboardHelp
{
    private static readonly (string Keys, string What)[] Keys =
    [
        ("?", "This list"),
        ("g o", "Overview"),
        ("g c", "Changes"),
        ("g a", "aws-auth"),
        ("g s", "Secrets"),
        ("g n", "Anonymous"),
        ("g w", "Who can"),
        ("g e", "Explore"),
        ("g r", "Reviews"),
        ("g l", "Collection"),
        ("g q", "Queries"),
        ("/", "Search"),
        ("t", "Time range"),
        ("l", "Copy a link to this view"),
        ("j", "Next row of the list; in the panel of a change, the next change"),
        ("k", "Previous row of the list, or change"),
        ("[ ]", "In the panel of a change: the part before, the part after"),
        ("Enter", "Open the row"),
        ("f", "Filter for the value or the row’s actor that has the focus"),
        ("Shift F", "Filter it out"),
        ("1 2 3 4", "In a review: expected, with a ticket, to be undone, unauthorised"),
        ("c", "In a review: write a comment"),
        ("← →", "On a chart: the bar before, the bar after; with Shift, select"),
        ("z", "Make the selection on the chart the window"),
        ("Shift Z", "Back to the range before; also a double click"),
        ("Ctrl Enter", "Explore: run the query"),
        ("Ctrl Space", "Explore: suggest words and fields"),
        ("Esc", "Close what is open, then clear the selection, then back; on Explore, stop the query"),
    ];

    private bool _isOpen;
    private bool _hasSingleKeys = true;

    [Inject]
    private BrowserShell Browser { get; set; } = null!; // set by the framework before any method runs

    private async Task ToggleAsync()
    {
        _isOpen = !_isOpen;
        if (_isOpen)
        {
            _hasSingleKeys = await (await Browser.ModuleAsync()).InvokeAsync<bool>("singleKeys");
        }
    }

    private async Task SwitchSingleKeysAsync(ChangeEventArgs change)
    {
        _hasSingleKeys = change.Value is true;
        await (await Browser.ModuleAsync()).InvokeVoidAsync("setSingleKeys", _hasSingleKeys);
    }
}
